/* The answer before sending, as somebody types: asked after a pause, given up when more is typed, and kept for a while.
   A form says with `data-known` where to ask, and a place with `data-known-place` where the answer goes. */
"use strict";

const PAUSE = 600;
const FEWEST_WORDS = 8;
const MOST_KEPT = 20;

const form = document.querySelector("form[data-known]");
const place = document.querySelector("[data-known-place]");
const kept = new Map();
let timer = 0;
let asking = null;
// What somebody has called something else is not shown for these words again.
const refused = new Set();

const typed = () => ({
  text: form.elements.text?.value.trim() ?? "",
  url: form.elements.url?.value.trim() ?? "",
});

const show = (html) => {
  if (html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    place.replaceChildren(...page.body.children);
  } else {
    place.replaceChildren();
  }
};

const ask = async (said, key) => {
  asking = new AbortController();
  const answer = await fetch(form.dataset.known, {
    method: "POST",
    body: new URLSearchParams(said),
    redirect: "error",
    signal: asking.signal,
  });
  // Refused or broken: the report goes its way without an answer.
  const html = answer.status === 200 ? await answer.text() : "";
  if (answer.ok) {
    kept.set(key, html);
    if (kept.size > MOST_KEPT) {
      kept.delete(kept.keys().next().value);
    }
  }
  show(html);
};

const look = () => {
  const said = typed();
  const key = JSON.stringify(said);
  const words = said.text.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (refused.has(key) || (words.length < FEWEST_WORDS && !said.url)) {
    show("");
  } else if (kept.has(key)) {
    show(kept.get(key));
  } else {
    ask(said, key).catch(() => {});
  }
};

if (form && place) {
  form.addEventListener("input", (event) => {
    if (["text", "url"].includes(event.target.name)) {
      clearTimeout(timer);
      asking?.abort();
      timer = setTimeout(look, PAUSE);
    }
  });

  // “No” must not cost anybody what they have typed on the page; “yes” may leave it.
  place.addEventListener("submit", (event) => {
    if (event.submitter?.value === "no") {
      event.preventDefault();
      const body = new URLSearchParams(new FormData(event.target, event.submitter));
      fetch(event.target.action, { method: "POST", body, redirect: "manual" }).catch(() => {});
      refused.add(JSON.stringify(typed()));
      show("");
    }
  });
}
