/* The page for the time without a connection: what is typed stays in this browser until it is handed on or deleted. */
"use strict";

const KEY = "gegencheck-offline";
const form = document.getElementById("offline-form");
const status = document.getElementById("offline-status");
const go = document.getElementById("offline-go");
const fields = ["title", "text", "url"].map((name) => form.elements.namedItem(name));

const say = (name) => {
  status.textContent = form.dataset[name];
};

const keep = () => {
  try {
    if (fields.some((field) => field.value)) {
      const words = Object.fromEntries(fields.map((field) => [field.name, field.value]));
      localStorage.setItem(KEY, JSON.stringify({ ...words, at: Date.now() }));
      say("kept");
    } else {
      localStorage.removeItem(KEY);
      status.textContent = "";
    }
  } catch {
    say("notKept");
  }
};

const fill = () => {
  const handed = new URLSearchParams(window.location.hash.slice(1));
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
  } catch {
    // Then there is nothing to take up.
  }
  for (const field of fields) {
    // What was shared now is added to what was there.
    const both = [kept[field.name], handed.get(field.name)].filter(Boolean);
    field.value = [...new Set(both)].join(field.name === "text" ? "\n\n" : " ");
  }
  // Nobody who opens the history reads it there.
  window.history.replaceState(null, "", window.location.pathname);
  if (fields.some((field) => field.value)) {
    keep();
  }
};

form.addEventListener("input", keep);
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  go.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    localStorage.removeItem(KEY);
    window.location.replace(answer.url);
  } catch {
    say("failed");
    go.disabled = false;
  }
});
document.getElementById("offline-delete").addEventListener("click", () => {
  for (const field of fields) {
    field.value = "";
  }
  keep();
  say("deleted");
});

form.hidden = false;
fill();
