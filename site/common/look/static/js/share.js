// Buttons that hand a link on: each is shown where the browser can do it; the link itself can be read and marked without.
for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) continue;
  button.hidden = false;
  button.addEventListener("click", () => navigator.share({ url: button.dataset.share }).catch(() => {}));
}
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    const text = button.querySelector("[data-copy-text]");
    text.textContent = button.querySelector("[data-copied]").textContent;
  });
}
