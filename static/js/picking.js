/* Picking rows of the list: how many are picked, and a whole range with the shift key. */
"use strict";

const bar = document.getElementById("bulk");

if (bar) {
  const status = bar.querySelector("[data-picked]");
  const picks = [...document.querySelectorAll(".pick")];
  let last = null;

  const count = () => {
    const picked = picks.filter((pick) => pick.checked).length;
    status.textContent = picked === 1 ? status.dataset.one : status.dataset.more.replace("{}", picked);
  };

  for (const pick of picks) {
    pick.addEventListener("click", (event) => {
      if (event.shiftKey && last !== null) {
        const [from, to] = [picks.indexOf(last), picks.indexOf(pick)].sort((one, other) => one - other);
        for (const between of picks.slice(from, to + 1)) {
          between.checked = pick.checked;
        }
      }
      last = pick;
      count();
    });
  }
  // A form that is reset has its values only after this.
  bar.addEventListener("reset", () => setTimeout(count));
  // Whoever comes back with the browser's own button finds what was picked.
  window.addEventListener("pageshow", count);
}
