// Passkeys: asks the server what to sign, the browser to sign it, and sends the form with the answer. Forms marked
// data-passkey are shown only where the browser can do it; without a script they are not there at all.

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

async function asked(form) {
  const token = form.querySelector("[name=csrf_token]").value;
  const answer = await fetch(form.dataset.asked, {
    method: "POST",
    headers: { "X-CSRFToken": token, Accept: "application/json" },
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function signed(options) {
  options.challenge = bytes(options.challenge);
  for (const one of options.allowCredentials ?? []) one.id = bytes(one.id);
  const key = await navigator.credentials.get({ publicKey: options });
  const { authenticatorData, clientDataJSON, signature, userHandle } = key.response;
  return {
    authenticatorData: text(authenticatorData),
    clientDataJSON: text(clientDataJSON),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : null,
    key,
  };
}

async function made(options) {
  options.challenge = bytes(options.challenge);
  options.user.id = bytes(options.user.id);
  for (const one of options.excludeCredentials ?? []) one.id = bytes(one.id);
  const key = await navigator.credentials.create({ publicKey: options });
  const { attestationObject, clientDataJSON } = key.response;
  return { attestationObject: text(attestationObject), clientDataJSON: text(clientDataJSON), key };
}

async function send(form) {
  const options = await asked(form);
  const { key, ...response } = await (form.dataset.passkey === "make" ? made(options) : signed(options));
  const answer = { id: key.id, rawId: text(key.rawId), type: key.type, response };
  form.querySelector("[name=answer]").value = JSON.stringify(answer);
  form.submit();
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const failed = form.querySelector("[data-failed]");
      failed.hidden = true;
      send(form).catch(() => (failed.hidden = false));
    });
  }
}
