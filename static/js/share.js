/* Takes what a bookmark hands over out of the part of the address that no server is sent, into the form. */
"use strict";

const handed = new URLSearchParams(window.location.hash.slice(1));
for (const name of ["title", "text", "url"]) {
  const field = document.forms.namedItem("share").elements.namedItem(name);
  field.value = handed.get(name) || field.value;
}
if (window.location.hash) {
  window.history.replaceState(null, "", window.location.pathname);
}
