// Whose kin somebody is: the choice shows the names typed above beside the numbers of the rows.
// Without scripts the numbers stand alone.
"use strict";
(() => {
  const names = [...document.querySelectorAll('input[name^="parties-"][name$="-name"]')];
  const choices = document.querySelectorAll('select[name^="kin-"][name$="-party"]');

  function show() {
    for (const choice of choices) {
      for (const option of choice.options) {
        const name = names[option.value - 1]?.value.trim();
        option.textContent = name ? `${option.value} ${name}` : option.value;
        option.hidden = !name && !option.selected;
      }
    }
  }

  for (const field of names) field.addEventListener("input", show);
  show();
})();
