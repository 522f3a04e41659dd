// A calendar beside each field for a day: the browser's own, opened by a button.
// Without scripts the day is typed.
for (const field of document.querySelectorAll("input[data-calendar]")) {
  const picker = document.createElement("input");
  picker.type = "date";
  picker.tabIndex = -1;
  picker.setAttribute("aria-hidden", "true");
  picker.addEventListener("change", () => { field.value = picker.value || field.value; });
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet";
  button.textContent = field.dataset.calendar;
  const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
  if (label) button.setAttribute("aria-label", `${field.dataset.calendar} ${label.textContent}`);
  button.addEventListener("click", () => {
    if (/^\d{4}-\d\d-\d\d$/.test(field.value)) picker.value = field.value;
    picker.showPicker();
  });
  const frame = document.createElement("div");
  frame.className = "with-calendar";
  field.replaceWith(frame);
  frame.append(field, button, picker);
}
