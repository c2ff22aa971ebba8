/* Counts what is typed, and warns before a draft is deleted. The form works without: the server counts and keeps, too. */
"use strict";

const WARN_BEFORE = 10 * 60 * 1000;

// As the server counts: one for each character that a reader sees as one sign of the alphabet or one emoji part.
const lengthOf = (text) => Array.from(text.replaceAll("\r\n", "\n").trim()).length;

for (const counter of document.querySelectorAll("[data-counts]")) {
  const field = document.getElementById(counter.dataset.counts);
  const longest = Number(field.dataset.longest);
  const format = new Intl.NumberFormat(document.documentElement.lang);
  const count = () => {
    const length = lengthOf(field.value);
    counter.hidden = length === 0;
    counter.classList.toggle("is-over", length > longest);
    counter.textContent = counter.dataset.words
      .replace("{count}", format.format(length))
      .replace("{longest}", format.format(longest));
  };
  field.addEventListener("input", count);
  count();
}

for (const warning of document.querySelectorAll("[data-expires]")) {
  const left = Date.parse(warning.dataset.expires) - WARN_BEFORE - Date.now();
  setTimeout(
    () => {
      warning.hidden = false;
      warning.textContent = warning.dataset.words;
    },
    Math.max(left, 0),
  );
}
