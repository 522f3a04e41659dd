// The draw room: one name each half second, in places that are there from the beginning.
// Whoever asks for less motion, or has no scripts, sees all of them at once.
"use strict";
(() => {
  const STEP = 500; // milliseconds
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const page = document.documentElement;
  page.classList.add("coming"); // before anything is painted

  document.addEventListener("DOMContentLoaded", () => {
    const places = [...document.querySelectorAll(".drawn li")];
    const said = document.getElementById("said");
    const skip = document.getElementById("skip");
    const timer = setInterval(() => show(1), STEP);

    function show(number) {
      for (const place of places.splice(0, number)) {
        place.classList.add("shown");
        const line = document.createElement("p");
        line.textContent = [...place.children].map((part) => part.textContent).join(" ");
        said.append(line);
      }
      if (!places.length) end();
    }

    function end() {
      clearInterval(timer);
      document.removeEventListener("keydown", onKey);
      if (document.activeElement === skip) document.getElementById("names").focus({ preventScroll: true });
      skip.disabled = true;
      page.classList.remove("coming");
    }

    function onKey(event) {
      if (event.key === "Escape") show(places.length);
    }

    skip.hidden = false;
    skip.addEventListener("click", () => show(places.length));
    document.addEventListener("keydown", onKey);
    skip.focus({ preventScroll: true }); // so that Space and Enter skip, too
  });
})();
