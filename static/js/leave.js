/* The way out of every public page: by its link, or by pressing Escape three times. */
"use strict";

const TIMES = 3;
const WITHIN = 5_000;
const SHOWN = 3_000;

const link = document.querySelector("a[data-leave]");
const told = document.querySelector("[data-leave-told]");
let left = TIMES;
let timer = 0;

const leave = () => {
  // Whoever leaves in a hurry leaves nothing behind: no text that waits for a connection either.
  try {
    localStorage.removeItem("gegencheck-offline");
  } catch {
    // Then nothing was kept.
  }
  // The next page may take a moment, in which nobody must read on here.
  document.documentElement.classList.add("is-left");
  document.title = link.hostname;
  // Replacing the entry keeps the Back button from returning to this page.
  window.location.replace(link.href);
};

const begin = (words) => {
  left = TIMES;
  told.textContent = words;
};

const press = () => {
  left -= 1;
  clearTimeout(timer);
  if (left === 0) {
    leave();
    return;
  }
  told.textContent = told.dataset[left];
  timer = setTimeout(() => {
    begin(told.dataset.over);
    timer = setTimeout(begin, SHOWN, "");
  }, WITHIN);
};

if (link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    // A key that is held down, or that ends a word somebody is spelling, is meant for something else.
    if (event.key === "Escape" && !event.repeat && !event.isComposing && !event.defaultPrevented) {
      press();
    }
  });
  // Whoever comes back on purpose finds the page as it was.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      document.documentElement.classList.remove("is-left");
    }
  });
}
