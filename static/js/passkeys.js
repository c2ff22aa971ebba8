/* Passkeys: a form waits until the browser has asked the key, and takes along what it signed. */

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

const text = (buffer) =>
  buffer &&
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const known = (credentials = []) => credentials.map((credential) => ({ ...credential, id: bytes(credential.id) }));

const asked = {
  create: (options) =>
    navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: known(options.excludeCredentials),
      },
    }),
  get: (options) =>
    navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        allowCredentials: known(options.allowCredentials),
      },
    }),
};

const sent = (credential) => {
  const answer = { clientDataJSON: text(credential.response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) {
      answer[part] = text(credential.response[part]);
    }
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: answer,
    clientExtensionResults: {},
  });
};

const ask = async (form) => {
  const status = form.querySelector("[data-passkey-status]");
  const button = form.querySelector("[data-passkey-button]");
  status.textContent = "";
  button.disabled = true;
  try {
    const credential = await asked[form.dataset.passkey](JSON.parse(form.dataset.options));
    form.elements.response.value = sent(credential);
    // Unlike `requestSubmit` this asks nobody again.
    form.submit();
  } catch {
    // Cancelled, too late, or no such key: the browser has said which, and the form can be sent again.
    status.textContent = status.dataset.failed;
    button.disabled = false;
  }
};

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.querySelector("[data-passkey-button]").hidden = false;
    for (const excuse of document.querySelectorAll("[data-passkey-excuse]")) {
      excuse.hidden = true;
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form);
    });
  }
}
