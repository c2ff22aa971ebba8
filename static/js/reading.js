/* Looks again while the words in pictures are being read: one request at a time, less often the longer it takes, not
   while nobody sees the page, and not for ever. What somebody may be correcting is never replaced. */
"use strict";

const FIRST = 2_000;
const SLOWER = 1.4;
const LONGEST = 15_000;
const MOST = 4 * 60 * 1000;

const place = document.querySelector("[data-reading]");
const again = place.querySelector("[data-look-again]");
const status = place.querySelector("[data-reading-status]");
const piece = place.dataset.reading;
let timer = 0;
let pause = FIRST;
let until = 0;

const waits = () => place.querySelector("[data-waits]") !== null;

// Puts what was read in the place of what said that it is being read, and adds what came meanwhile.
const show = (html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  let isNew = false;
  for (const fresh of page.querySelectorAll("[data-picture]")) {
    const shown = document.getElementById(fresh.id);
    const isRead = !fresh.hasAttribute("data-waits");
    if (shown === null) {
      again.before(fresh);
    } else if (shown.hasAttribute("data-waits") && isRead) {
      shown.replaceWith(fresh);
      isNew = true;
    }
  }
  // Of what was removed meanwhile, or sent, there is nothing to wait for.
  for (const shown of place.querySelectorAll("[data-waits]")) {
    if (page.getElementById(shown.id) === null) {
      shown.remove();
    }
  }
  if (isNew) {
    status.textContent = place.dataset.words;
  }
};

const look = async () => {
  if (document.hidden) {
    return;
  }
  const answer = await fetch(piece, { redirect: "error" }).catch(() => null);
  if (answer?.ok) {
    show(await answer.text());
  }
  pause = Math.min(pause * SLOWER, LONGEST);
  wait();
};

const wait = () => {
  clearTimeout(timer);
  const isOver = Date.now() > until;
  again.hidden = !(waits() && isOver);
  if (waits() && !isOver) {
    timer = setTimeout(look, pause);
  }
};

const begin = () => {
  pause = FIRST;
  until = Date.now() + MOST;
  wait();
};

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) {
    begin();
  }
});
// Files that were just sent stand in no place yet.
document.addEventListener("files-changed", () => {
  until = Date.now() + MOST;
  pause = FIRST;
  clearTimeout(timer);
  look();
});

begin();
