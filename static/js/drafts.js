/* Keeps what is typed at the desk: while typing, when the page is left, and before another button is obeyed.
   Without it the server keeps what a form brings that it has to refuse. */
"use strict";

const WAIT = 700;
const AGAIN = 5000;

// One protected form: what stands in it, and whether that is kept.
class Unsent {
  constructor(mark) {
    this.mark = mark;
    this.form = mark.form;
    this.state = this.form.querySelector("[data-draft-state]");
    this.dirty = false;
    this.ended = false;
    this.saving = null;
    this.timer = 0;
    for (const kind of ["input", "change"]) {
      this.form.addEventListener(kind, () => this.changed());
    }
  }

  changed() {
    this.dirty = true;
    document.dispatchEvent(new Event("desk:typing"));
    this.later(WAIT);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  // Saves come one after the other, so that an older one never overtakes a newer one.
  async save({ leaving = false } = {}) {
    clearTimeout(this.timer);
    if (!leaving) {
      await this.saving;
    }
    if (!this.dirty || this.ended) {
      return;
    }
    this.dirty = false;
    this.saving = this.send(leaving);
    await this.saving;
  }

  async send(leaving) {
    try {
      const answer = await fetch(this.mark.dataset.save, {
        method: "POST",
        body: new URLSearchParams(new FormData(this.form)),
        // An address to sign in at says that the session is over; the text is kept all the same.
        redirect: "manual",
        keepalive: leaving,
      });
      if (answer.type === "opaqueredirect") {
        this.say(this.mark.dataset.signedOut);
      } else if (answer.ok) {
        const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
        this.say(`${this.mark.dataset.kept} ${time}`);
      } else {
        this.say(this.mark.dataset.refused);
      }
    } catch {
      this.dirty = true;
      this.say(this.mark.dataset.failed);
      this.later(AGAIN);
    } finally {
      this.saving = null;
    }
  }

  say(message) {
    if (this.state.textContent !== message) {
      this.state.textContent = message;
    }
  }

  // What is sent or thrown away is no draft any more, and no save that is late brings it back.
  end() {
    this.ended = true;
    clearTimeout(this.timer);
  }
}

const unsent = [...document.querySelectorAll("input[data-save]")].map((mark) => new Unsent(mark));

// A form that is sent anyway brings its own text along; what stands in the others is kept first.
const settle = (sent) => {
  const waited = [];
  for (const one of unsent) {
    if (one.form === sent || one.mark.dataset.form === sent.dataset.discards) {
      one.end();
      waited.push(one.saving);
    } else {
      waited.push(one.save());
    }
  }
  return Promise.allSettled(waited);
};

const isBusy = (one) => one.dirty || one.saving !== null;

let obeyed = null;
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target === obeyed || !unsent.some(isBusy)) {
    return;
  }
  event.preventDefault();
  const { target, submitter } = event;
  settle(target).then(() => {
    // A form that is still being sent, as this one is until this event is over, cannot be sent again.
    setTimeout(() => {
      obeyed = target;
      target.requestSubmit(submitter);
      obeyed = null;
    });
  });
});

const leave = () => {
  for (const one of unsent) {
    one.save({ leaving: true });
  }
};

// The first is early enough for the page that comes next, the others are what a phone tells.
window.addEventListener("beforeunload", leave);
window.addEventListener("pagehide", leave);
window.addEventListener("online", () => unsent.forEach((one) => one.save()));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") {
    leave();
  }
});
