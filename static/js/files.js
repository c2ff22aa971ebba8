/* Files of a report: sent one by one as they are chosen, dropped, pasted or photographed, with progress and Cancel. */
"use strict";

const TRIES = 5;
const PAUSE_MS = 6000;

const place = document.querySelector("[data-upload]");
const form = place.closest("form");
const input = place.querySelector("input[type=file]");
const area = place.querySelector("[data-area]");
const rows = place.querySelector("[data-uploads]");
const status = place.querySelector("[data-status]");
const words = place.dataset;
const waiting = [];
// Those that the server has not received yet.
const underway = new Set();
let isSending = false;
// Files that the server has not seen and is to note, so that no report goes without them unnoticed.
let unsent = [];
// Where a new draft goes on, when the one of this page was gone.
let anew = "";

for (const part of place.querySelectorAll("[data-with-script]")) {
  part.hidden = false;
}
for (const part of place.querySelectorAll("[data-without-script]")) {
  part.hidden = true;
}

const element = (name, className, text = "") => {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
};

// One line: the name, how far it is, and what can be done about it.
const row = (file) => {
  const line = element("li", "arrival");
  const name = element("strong", "arrival-name", file.name);
  name.dir = "auto";
  const said = element("span", "arrival-said soft", words.waiting);
  const progress = element("progress", "arrival-progress");
  progress.max = 1;
  progress.value = 0;
  progress.setAttribute("aria-label", file.name);
  const cancel = element("button", "button button-quiet button-small", words.cancel);
  cancel.type = "button";
  cancel.setAttribute("aria-label", `${words.cancel}: ${file.name}`);
  line.append(name, said, progress, cancel);
  rows.append(line);
  return { line, said, progress, cancel };
};

const tell = (one, text) => {
  one.shown.said.textContent = text;
  status.textContent = `${one.file.name}: ${text}`;
};

const end = (one, text, isProblem) => {
  one.isOver = true;
  underway.delete(one);
  one.shown.progress.remove();
  one.shown.cancel.remove();
  one.shown.line.classList.toggle("is-problem", isProblem);
  tell(one, text);
};

// The list of what is there is made by the server; without it the lines here say enough.
const showList = async () => {
  const list = document.querySelector("[data-file-list]");
  if (!list) {
    return;
  }
  const answer = await fetch(window.location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-file-list]");
  if (fresh) {
    list.replaceWith(fresh);
  }
  document.dispatchEvent(new CustomEvent("files-changed"));
};

// What goes along with each file: whose page this is.
const accompanied = () => {
  const body = new FormData();
  body.append("csrf_token", form.elements.csrf_token.value);
  body.append("draft", form.elements.draft?.value ?? "");
  return body;
};

// What the server says besides: the draft of this page was gone, and there is a new one.
const heed = (answer) => {
  if (answer.anew) {
    anew = answer.anew;
    form.elements.draft.value = answer.draft;
  }
};

const noted = (one, why) => `${one.file.size} ${why} ${one.file.name}`;

const note = (one, why) => {
  unsent.push(noted(one, why));
};

// Without a connection they wait for the next file that comes through, or for the button that goes on.
const tellUnsent = async () => {
  const told = unsent;
  if (told.length === 0) {
    return;
  }
  const body = accompanied();
  for (const line of told) {
    body.append("not_sent", line);
  }
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
  if (answer.ok) {
    unsent = unsent.filter((line) => !told.includes(line));
    heed(await answer.json());
  }
};

// Whoever goes on before everything has arrived is told of it on the next page: not each browser asks whether to leave.
form.addEventListener("submit", () => {
  const coming = [...underway].map((one) => noted(one, "missing"));
  for (const line of [...unsent, ...coming]) {
    const field = element("input", "");
    field.type = "hidden";
    field.name = "not_sent";
    field.value = line;
    form.append(field);
  }
});

const posted = (one) =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const body = accompanied();
    one.shown.cancel.hidden = false;
    body.append("files", one.file, one.file.name);
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      one.shown.progress.value = event.loaded / event.total;
      if (event.loaded === event.total) {
        one.shown.progress.removeAttribute("value");
        // From here on the server has it, and takes it whoever leaves.
        if (document.activeElement === one.shown.cancel) {
          input.focus();
        }
        one.shown.cancel.hidden = true;
        underway.delete(one);
        tell(one, words.opening);
      }
    });
    request.addEventListener("loadend", () => resolve(request));
    one.abort = () => request.abort();
    request.send(body);
  });

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

// What the server says of the file; null when nothing can be read of its answer.
const verdict = (request) => {
  try {
    const answer = JSON.parse(request.responseText);
    heed(answer);
    return answer.files[0];
  } catch {
    return null;
  }
};

const send = async (one) => {
  for (let tries = 1; !one.isOver; tries += 1) {
    tell(one, words.sending);
    const request = await posted(one);
    if (one.isOver) {
      return;
    }
    const told = verdict(request);
    const passes = told ? told.passes : request.status === 429 || request.status === 503;
    if (told && told.ok) {
      end(one, words.done, false);
    } else if (passes && tries < TRIES) {
      tell(one, words.retrying);
      await pause();
    } else {
      if (!told) {
        note(one, "missing");
      }
      end(one, told ? told.problem : words.broken, true);
    }
  }
};

const work = async () => {
  if (isSending) {
    return;
  }
  isSending = true;
  do {
    const one = waiting.shift();
    if (one && !one.isOver) {
      await send(one);
      await (anew || showList().catch(() => {}));
    }
    if (!waiting.length && unsent.length) {
      await tellUnsent().catch(() => {});
      await (anew || showList().catch(() => {}));
    }
    // What was chosen meanwhile waits here, too.
  } while (waiting.length);
  isSending = false;
  if (anew) {
    window.location.assign(anew);
  }
};

const add = (files) => {
  for (const file of files) {
    const one = { file, shown: row(file), isOver: false, abort: () => {} };
    one.shown.cancel.addEventListener("click", () => {
      end(one, words.cancelled, false);
      one.abort();
      input.focus();
    });
    if (file.size > Number(words.largest)) {
      note(one, "too_large");
      end(one, words.tooLarge, true);
    } else {
      waiting.push(one);
      underway.add(one);
    }
  }
  work();
};

input.addEventListener("change", () => {
  add([...input.files]);
  // The same one can be chosen again after it was removed.
  input.value = "";
});

// A second field, because a phone asks for the camera or for pictures, never for both.
place.querySelector("[data-camera]").addEventListener("click", () => {
  const camera = document.createElement("input");
  camera.type = "file";
  camera.accept = "image/*";
  camera.capture = "environment";
  camera.addEventListener("change", () => add([...camera.files]));
  camera.click();
});

for (const name of ["dragenter", "dragover"]) {
  area.addEventListener(name, (event) => {
    event.preventDefault();
    area.classList.add("is-over");
  });
}
for (const name of ["dragleave", "drop"]) {
  area.addEventListener(name, () => area.classList.remove("is-over"));
}
area.addEventListener("drop", (event) => {
  event.preventDefault();
  add([...event.dataTransfer.files]);
});

document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  if (files.length) {
    event.preventDefault();
    add(files);
  }
});

// Whoever goes on while a file is on its way is asked first by the browser.
window.addEventListener("beforeunload", (event) => {
  if (isSending) {
    event.preventDefault();
  }
});
