/* Counts hurtful texts that are opened, for the one who opens them alone. Without it, being on a case's page counts. */
"use strict";

// Whoever closes a text at once has not read it.
const SETTLED_MS = 800;

const place = document.getElementById("care-place");
const form = document.getElementById("care-opened");
const counted = new Set();

const count = async (key) => {
  const body = new FormData(form);
  body.set("text", key);
  const answer = await fetch(form.action, { method: "POST", body });
  if (!answer.ok) {
    throw new Error(`not counted: ${answer.status}`);
  }
  if (answer.status === 200) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...page.body.children);
  }
};

const read = (text) => {
  const key = text.dataset.opened;
  setTimeout(() => {
    const isRead = text.isConnected && (!(text instanceof HTMLDetailsElement) || text.open);
    if (isRead && !counted.has(key)) {
      counted.add(key);
      // What could not be counted is counted the next time it is opened.
      count(key).catch(() => counted.delete(key));
    }
  }, SETTLED_MS);
};

if (form) {
  // The event does not bubble, and parts of pages come later: so it is caught on its way down.
  document.addEventListener(
    "toggle",
    (event) => {
      if (event.target.matches("details[data-opened][open]")) {
        read(event.target);
      }
    },
    true,
  );
  document.querySelectorAll("[data-opened]:not(details)").forEach(read);
}

// What the hint offers must not cost anybody what they have typed on the page.
document.addEventListener("submit", async (event) => {
  const quiet = event.target;
  if (quiet.dataset.quiet === undefined) {
    return;
  }
  event.preventDefault();
  try {
    const body = new FormData(quiet);
    // Nobody looks at the page that the answer leads to, so it need not be this one.
    body.delete("next");
    const answer = await fetch(quiet.action, { method: "POST", body });
    if (!answer.ok) {
      throw new Error(`not kept: ${answer.status}`);
    }
    const done = document.createElement("p");
    done.className = "note-body";
    done.textContent = quiet.dataset.quiet;
    quiet.closest(".note-body").replaceWith(done);
    if (!done.textContent) {
      place.replaceChildren();
    }
  } catch {
    // Sent as a form without a script would be; the server says what is wrong.
    quiet.submit();
  }
});
