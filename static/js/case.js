/* The form of a decision starts from a sentence that fits what is chosen, as long as nobody has written another. */
"use strict";

const form = document.getElementById("decision-form");

if (form && form.dataset.starts) {
  const starts = JSON.parse(form.dataset.starts);
  const sentence = form.elements.public_sentence;
  const offered = new Set(Object.values(starts).flatMap((ofLanguage) => Object.values(ofLanguage)));
  let lang = Object.keys(starts)[0];

  const start = () => {
    const outcome = form.elements.outcome.value;
    const narrower = outcome === "answered" ? form.elements.claim_id.value : form.elements.verdict.value;
    return starts[lang][`${outcome} ${narrower}`] || starts[lang][outcome] || "";
  };

  const fill = () => {
    // What a person wrote is never replaced.
    if (sentence.value.trim() === "" || offered.has(sentence.value)) {
      sentence.value = start();
    }
  };

  // Whoever was quicker than this script has chosen already.
  if (form.elements.outcome.value) {
    fill();
  }
  form.dataset.ready = "";

  form.addEventListener("change", (event) => {
    if (["outcome", "claim_id", "verdict"].includes(event.target.name)) {
      fill();
    }
  });

  const languages = form.querySelector("[data-start-in]");
  if (languages) {
    languages.hidden = false;
    languages.addEventListener("click", (event) => {
      if (event.target.dataset.lang) {
        lang = event.target.dataset.lang;
        fill();
        sentence.focus();
      }
    });
  }
}
