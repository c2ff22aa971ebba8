/* The list of cases: filters apply at once, news is announced, and whoever comes back finds the place they left. */
"use strict";

const ASK_EVERY = 30_000;

const filters = document.getElementById("filters");
if (filters) {
  filters.querySelector("[data-needless]").hidden = true;
  filters.addEventListener("change", () => filters.requestSubmit());
}

// ---------------------------------------------------------------- what moved up meanwhile
const note = document.querySelector("[data-top]");

const announce = (moved) => {
  const words = moved === 1 ? note.dataset.one : note.dataset.more.replace("{}", moved);
  note.querySelector("[data-count]").textContent = moved ? words : "";
  note.querySelector("a").hidden = !moved;
};

const ask = async () => {
  if (document.hidden) {
    return;
  }
  const answer = await fetch(note.dataset.top);
  if (!answer.ok || answer.redirected) {
    return;
  }
  const shown = new Set([...document.querySelectorAll("[data-case]")].map((row) => Number(row.dataset.case)));
  const { cases } = await answer.json();
  announce(cases.filter((id) => !shown.has(id)).length);
};

if (note) {
  // Whatever goes wrong, the list stays as it is, and the next time is soon.
  setInterval(() => ask().catch(() => {}), ASK_EVERY);
}

// ---------------------------------------------------------------- place and scroll
// The same list whichever case somebody comes back from.
const listed = new URLSearchParams(window.location.search);
listed.delete("opened");
listed.delete("undo");
listed.sort();
const place = `list?${listed}`;

document.addEventListener("click", (event) => {
  if (event.target.closest(".row-link")) {
    sessionStorage.setItem(place, String(window.scrollY));
  }
});

const opened = document.querySelector(".case-row[aria-current]");
const kept = sessionStorage.getItem(place);
if (kept !== null && (opened || window.location.search.includes("opened="))) {
  window.scrollTo(0, Number(kept));
} else if (opened) {
  opened.scrollIntoView({ block: "center" });
}
if (opened) {
  opened.querySelector(".row-link").focus({ preventScroll: true });
}
