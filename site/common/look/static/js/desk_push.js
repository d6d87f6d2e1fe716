// "Tell me": asks this browser for an address at which it can be told, and sends it with the form. What is then told is
// shown by desk_worker.js.
(() => {
  const root = document.querySelector("[data-push]");
  const { key, endpoint } = root.dataset;
  if (!key) return;
  const { worker, scope } = document.querySelector("[data-desk]").dataset;
  const on = root.querySelector("[data-push-on]");
  const off = root.querySelector("[data-push-off]");
  const failed = root.querySelector("[data-push-failed]");
  const PATIENCE = 3_000;

  function show(state) {
    for (const part of root.querySelectorAll("[data-push-state]")) part.hidden = part.dataset.pushState !== state;
  }

  async function subscription() {
    const registration = await navigator.serviceWorker.getRegistration(scope);
    return (await registration?.pushManager.getSubscription()) ?? null;
  }

  // The desk in the other language has a worker of its own: told by both, a phone would say everything twice.
  async function dropOthers(mine) {
    for (const registration of await navigator.serviceWorker.getRegistrations()) {
      if (registration.scope !== mine.scope) await (await registration.pushManager.getSubscription())?.unsubscribe();
    }
  }

  async function subscribe() {
    await navigator.serviceWorker.register(worker, { scope });
    const registration = await navigator.serviceWorker.ready;
    await dropOthers(registration);
    const options = { userVisibleOnly: true, applicationServerKey: key };
    try {
      return await registration.pushManager.subscribe(options);
    } catch {
      // It has one for another key, from before the site changed its own.
      await (await registration.pushManager.getSubscription())?.unsubscribe();
      return registration.pushManager.subscribe(options);
    }
  }

  async function look() {
    if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return show("cannot");
    if (Notification.permission === "denied") return show("denied");
    const told = Notification.permission === "granted" && (await subscription())?.endpoint === endpoint;
    return show(told && endpoint ? "on" : "off");
  }

  on.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    if ((await Notification.requestPermission()) !== "granted") {
      await look();
      return;
    }
    try {
      const { endpoint: address, keys } = (await subscribe()).toJSON();
      Object.entries({ endpoint: address, ...keys }).forEach(([name, value]) => {
        on.elements[name].value = value;
      });
      on.submit();
    } catch {
      failed.hidden = false;
    }
  });

  // The server stops in any case: the browser's own part must not keep anybody waiting.
  off.addEventListener("submit", async (event) => {
    event.preventDefault();
    const late = new Promise((resolve) => {
      setTimeout(resolve, PATIENCE);
    });
    await Promise.race([subscription().then((mine) => mine?.unsubscribe()), late]).catch(() => {});
    off.submit();
  });

  look().catch(() => show("cannot"));
})();
