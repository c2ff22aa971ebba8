/* Has a little work done in the background while somebody writes, by which a report gets past a flood. The form works
   without: a report without a proof may have to wait its turn. What is done on one page of the form serves the next. */
"use strict";

const { challenge: address, worker: program } = document.querySelector("script[data-challenge]").dataset;
const KEPT = "proof";
// Work that ends sooner than this is not worth beginning.
const MARGIN = 60_000;
// So long a report that is sent waits for work that is nearly done, and no longer.
const PATIENCE = 1_000;

const field = document.querySelector("input[name=proof]");
const note = document.querySelector("[data-without-proof]");
let work = null;
let worker = null;
let timer = 0;
let turn = 0;
let isDone = () => {};

// A browser that keeps nothing begins again on each page.
const keep = () => {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(work));
  } catch {
    // Nothing is lost by it but a moment's work.
  }
};

const kept = () => {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    return found?.ends > Date.now() + MARGIN ? found : null;
  } catch {
    return null;
  }
};

const fresh = async () => {
  const answer = await fetch(address);
  if (!answer.ok) {
    throw new Error(answer.statusText);
  }
  const { challenge, nonce, target, most, expires_in: seconds } = await answer.json();
  // By this clock alone, because it may go wrong by hours.
  return { challenge, nonce, target, most, at: 0, ends: Date.now() + seconds * 1_000 };
};

const stop = () => {
  worker?.terminate();
  worker = null;
};

const finish = () => {
  stop();
  if (field) {
    field.value = `${work.challenge}.${work.found}`;
  }
  if (note) {
    note.classList.add("is-untrue");
  }
  isDone();
};

const search = () => {
  const mine = new Worker(program);
  worker = mine;
  mine.addEventListener("message", ({ data }) => {
    // What a stopped one still had to say is about other work.
    if (worker !== mine) {
      return;
    }
    Object.assign(work, data);
    keep();
    if (work.found !== undefined) {
      finish();
    }
  });
  mine.addEventListener("error", () => worker === mine && stop());
  mine.postMessage(work);
};

const begin = async () => {
  stop();
  clearTimeout(timer);
  if (field) {
    field.value = "";
  }
  turn += 1;
  const mine = turn;
  const next = kept() ?? (await fresh());
  // Of two that were asked for at once the later one counts.
  if (mine !== turn) {
    return;
  }
  work = next;
  keep();
  // A page that is open for longer gets another one.
  timer = setTimeout(start, work.ends - MARGIN - Date.now());
  if (work.found === undefined) {
    search();
  } else {
    finish();
  }
};

// Without a connection it begins when there is one again.
const start = () => begin().catch(() => {});

const isOver = () => work === null || work.ends <= Date.now() + MARGIN;

// What is sent is used up; whatever is sent next gets a proof of its own.
const useUp = () => {
  stop();
  turn += 1;
  clearTimeout(timer);
  try {
    sessionStorage.removeItem(KEPT);
  } catch {
    // Then none was kept.
  }
};

const nearlyDone = () =>
  new Promise((go) => {
    isDone = go;
    setTimeout(go, PATIENCE);
  });

let isSending = false;
let isLetGo = false;
const send = (event) => {
  // A button with a name leads elsewhere, and sends nothing.
  if (event.defaultPrevented || event.submitter?.name) {
    return;
  }
  if (isLetGo || !worker) {
    useUp();
    return;
  }
  event.preventDefault();
  if (!isSending) {
    isSending = true;
    const { target, submitter } = event;
    nearlyDone().then(() => {
      if (isSending) {
        isLetGo = true;
        target.requestSubmit(submitter);
        isLetGo = false;
      }
      isSending = false;
    });
  }
};

field?.form.addEventListener("submit", send);
// Whoever turns away meanwhile has thought better of it.
window.addEventListener("pagehide", () => {
  isSending = false;
});
window.addEventListener("online", () => isOver() && start());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && isOver() && start());
// Whoever comes back to a page that was sent has to have another proof.
window.addEventListener("pageshow", (event) => event.persisted && start());
start();
