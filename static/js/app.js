/* Small helps that need a script. Every page works without them, so their buttons stay hidden until this has run. */
"use strict";

const say = (button, message) => {
  const status = document.getElementById(button.dataset.status);
  if (status) {
    status.textContent = message;
  }
};

const copy = async (button) => {
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    say(button, button.dataset.done);
  } catch {
    // Without https a browser refuses the clipboard; marking the text leaves one keystroke to do.
    window.getSelection().selectAllChildren(source);
    say(button, button.dataset.failed);
  }
};

// Handed to an app that the reader chooses, as words: an address would have to hold them.
const share = (button) => {
  // Whoever closes the choice again has changed their mind; there is nothing to say.
  navigator.share({ text: button.dataset.text }).catch(() => {});
};

const actions = {
  copy,
  dismiss: (button) => button.closest(".note").remove(),
  print: () => window.print(),
  share,
};

// What a browser cannot do stays hidden.
const cannot = { share: !navigator.share };

for (const button of document.querySelectorAll("button[data-action]")) {
  button.hidden = Boolean(cannot[button.dataset.action]);
  button.addEventListener("click", () => actions[button.dataset.action](button));
}

// A part of another page that takes a while to make: the link to that page gives way to it.
const take = async (place) => {
  const answer = await fetch(place.dataset.fetch);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const part = page.getElementById(place.dataset.part);
  if (part) {
    place.replaceWith(part);
  }
};

for (const place of document.querySelectorAll("[data-fetch]")) {
  // Whatever goes wrong, the link stays.
  take(place).catch(() => {});
}
