/* On every page for readers: keeps the page for the time without a connection, and tells of a text that waits. */
"use strict";

const WAITING = "gegencheck-offline";
const KEPT_HOURS = 24;

if ("serviceWorker" in navigator) {
  // Without https, or in a private window, there is none, and nothing is missing.
  navigator.serviceWorker.register("/sw.js").catch(() => {});
}

const waiting = () => {
  try {
    const kept = JSON.parse(localStorage.getItem(WAITING) ?? "null");
    if (kept && Date.now() - kept.at > KEPT_HOURS * 3600 * 1000) {
      localStorage.removeItem(WAITING);
      return null;
    }
    return kept;
  } catch {
    return null;
  }
};

const note = document.querySelector("[data-waiting]");
if (note && waiting()) {
  note.hidden = false;
}
