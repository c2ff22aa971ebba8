/* Tells the server once a minute that a case is open, and shows who else is at it. Without it each click says so. */
"use strict";

const MINUTE = 60_000;
// A page that nobody has looked at for so long holds nothing any more.
const FORGOTTEN = 30 * MINUTE;

const place = document.querySelector("[data-beat]");
const told = document.querySelector("[data-presence-told]");
let hiddenSince = null;
let typing = false;

const body = () => {
  const fields = new URLSearchParams({ csrf_token: place.dataset.token });
  if ("wasOpen" in place.dataset) {
    fields.set("was_open", "1");
  }
  if (typing) {
    fields.set("takes", "1");
  }
  return fields;
};

const show = (fresh) => {
  const shown = place.firstElementChild;
  const changed = shown.dataset.state !== fresh.dataset.state;
  // Whoever is about to press one of the buttons keeps it, unless it means something else now.
  if (!changed && (shown.contains(document.activeElement) || shown.querySelector("details[open]"))) {
    return;
  }
  shown.replaceWith(fresh);
  if (changed) {
    told.textContent = fresh.querySelector("[data-told]")?.textContent.trim() ?? "";
  }
};

const beat = async () => {
  if (hiddenSince !== null && Date.now() - hiddenSince > FORGOTTEN) {
    return;
  }
  const answer = await fetch(place.dataset.beat, { method: "POST", body: body(), redirect: "error" });
  if (answer.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    show(page.querySelector(".presence"));
  }
};

// What goes wrong once may work the next time; the lease lasts ten of these.
const quietly = () => beat().catch(() => {});

if (place) {
  quietly();
  setInterval(quietly, MINUTE);

  // Whoever begins to write takes the case, if it is free.
  document.addEventListener("desk:typing", () => {
    if (!typing) {
      typing = true;
      quietly();
    }
  });

  document.addEventListener("visibilitychange", () => {
    hiddenSince = document.visibilityState === "hidden" ? Date.now() : null;
    if (hiddenSince === null) {
      quietly();
    }
  });

  window.addEventListener("pagehide", () => navigator.sendBeacon(place.dataset.leave, body()));
}
