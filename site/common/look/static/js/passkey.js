// Passkeys are offered where the browser has them, and a sentence is shown where one did not work.
// The work itself is allauth's (mfa/js/webauthn.js), which only writes to the console.
document.addEventListener("DOMContentLoaded", () => {
  if (!window.PublicKeyCredential) return;
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-passkey-none]")) part.hidden = true;
});

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const part of document.querySelectorAll("[data-passkey-failed]")) {
    part.hidden = false;
    part.scrollIntoView({ block: "nearest" });
  }
});
