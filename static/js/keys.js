/* The desk by keyboard. Whatever has a key says so on itself; in fields keys write. */
"use strict";

const dialog = document.getElementById("keys-help");
// Whoever works without keys has said so on the page of how they work.
const areOff = !dialog || dialog.dataset.off !== undefined;
// Nothing is typed into the box by which a row is picked.
const isTyping = (target) => target.closest("input:not(.pick), textarea, select, [contenteditable], dialog") !== null;
const isSeen = (element) => element.offsetParent !== null;
const named = (key) => [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(isSeen);

// ---------------------------------------------------------------- the rows of a list
const rows = () => [...document.querySelectorAll("[data-list] .row-link")];

const rowHere = () => document.activeElement.closest("[data-case]");

const step = (by) => {
  const all = rows();
  const now = all.indexOf(rowHere()?.querySelector(".row-link"));
  const next = all[Math.min(all.length - 1, Math.max(0, now + by))];
  if (next) {
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }
};

// ---------------------------------------------------------------- what keys do
const press = (key) => {
  if (key === "Enter" && document.activeElement === document.body && rows().length) {
    // Nothing is chosen, so the first one is meant.
    rows()[0].click();
    return true;
  }
  if (rows().length && (key === "j" || key === "k")) {
    step(key === "j" ? 1 : -1);
    return true;
  }
  const pick = rowHere()?.querySelector(`.pick[data-key="${CSS.escape(key)}"]`);
  if (pick) {
    pick.click();
    return true;
  }
  const element = named(key);
  if (!element) {
    return false;
  }
  const field = element.dataset.into === undefined ? element : element.querySelector("input, textarea, select");
  if (field.matches("input, textarea, select") || element.dataset.ask !== undefined) {
    // Asks once: the key leads there, and Enter does it.
    field.focus();
    field.scrollIntoView({ block: "center" });
  } else {
    element.click();
  }
  return true;
};

const help = () => {
  const list = dialog.querySelector("dl");
  list.replaceChildren();
  const told = new Map([...document.querySelectorAll("[data-key]")].filter(isSeen).map((one) => [one.dataset.key, one]));
  for (const [key, element] of told) {
    const name = document.createElement("dt");
    const what = document.createElement("dd");
    name.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    what.textContent = element.dataset.keyName || element.getAttribute("aria-label") || [...element.childNodes]
      .filter((node) => node.nodeName !== "KBD").map((node) => node.textContent).join(" ").trim();
    list.append(name, what);
  }
  dialog.showModal();
  return true;
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.metaKey || event.altKey) {
    return;
  }
  if (event.ctrlKey) {
    // From within the form, too, as in every program that sends what was written.
    if (event.key === "Enter" && event.target.form) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
    return;
  }
  if (areOff || isTyping(event.target)) {
    return;
  }
  if (event.key === "?" ? help() : press(event.key)) {
    event.preventDefault();
  }
});

// ---------------------------------------------------------------- shown on the buttons
for (const element of areOff ? [] : document.querySelectorAll("a[data-key], button[data-key], input[type=search][data-key]")) {
  const mark = document.createElement("kbd");
  mark.ariaHidden = "true";
  mark.textContent = element.dataset.key;
  // Nothing stands inside of a field. A box in each of thirty rows says it in the list of keys alone.
  element[element.matches("input") ? "after" : "append"](mark);
}

for (const button of document.querySelectorAll("[data-keys-help]")) {
  button.hidden = areOff;
  button.addEventListener("click", help);
}
