// Signing out: what waits is sent first; what cannot be sent is named, and whoever signs out is asked. Then nothing of
// theirs stays on this phone.
(() => {
  const { deskStore: store, deskQueue: queue } = window;
  const { tapText } = window.deskWords;
  const dialog = document.querySelector("[data-leave]");
  const part = (name) => dialog.querySelector(`[data-leave-${name}]`);
  const AGAIN = 5_000;

  async function clear() {
    document.documentElement.dataset.leaving = "";
    await store.empty();
    for (const name of await caches.keys()) if (name.startsWith("desk-")) await caches.delete(name);
    for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) await worker.unregister();
  }

  function isAlive() {
    return fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(AGAIN) }).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  // The page may be one that this phone kept, and those have no mark of the site in their forms.
  function sign(form) {
    if (form.elements.csrfmiddlewaretoken) return;
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "csrfmiddlewaretoken" });
    field.value = queue.cookie(document.querySelector("[data-desk]").dataset.csrf);
    form.append(field);
  }

  async function leave(form) {
    await clear().catch(() => {});
    sign(form);
    while (!(await isAlive())) {
      part("waiting").hidden = true;
      part("cleared").hidden = false;
      if (!dialog.open) dialog.showModal();
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
    form.submit();
  }

  function ask(form, taps) {
    const lines = taps.map((tap) => Object.assign(document.createElement("li"), { textContent: tapText(tap) }));
    part("list").replaceChildren(...lines);
    part("lose").onclick = () => leave(form);
    dialog.showModal();
  }

  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const left = await queue.send({ wait: true }).catch(() => []);
      if (left.length) ask(form, left);
      else leave(form);
    });
  }
  part("stay").addEventListener("click", () => dialog.close());
})();
