// The service worker of the desk: without signal a page of the desk is the one that this phone keeps, which no guest is
// in. Nothing else is ever kept. `self.shell` says what to keep: see bookings/desk/offline/worker.py.
// It also shows what the phone is told by push: see bookings/mail/notices.py.
(() => {
  const { language, version, page, files, told } = self.shell;
  const ours = `desk-${language}-`;
  const name = ours + version;
  // Milliseconds after which a page, or a file of one, that does not come is as good as none.
  const PATIENCE = 10_000;
  const PATIENCE_FILE = 3_000;

  async function keep() {
    const cache = await caches.open(name);
    await Promise.all(
      files.map(async (file) => {
        const response = await fetch(file, { cache: "reload" });
        if (!response.ok || response.redirected) throw new Error(`${file}: ${response.status}`);
        await cache.put(file, response);
      }),
    );
    await self.skipWaiting();
  }

  async function dropOld() {
    const names = await caches.keys();
    await Promise.all(names.filter((other) => other.startsWith(ours) && other !== name).map((other) => caches.delete(other)));
    await self.clients.claim();
  }

  const kept = async (request) => (await caches.open(name)).match(request, { ignoreVary: true });

  // From the network, or what is kept as `otherwise` where that fails or takes longer than `patience`.
  async function get(request, otherwise, patience) {
    const late = new Promise((resolve) => {
      setTimeout(resolve, patience);
    });
    const answer = fetch(request).catch(() => null);
    return (await Promise.race([answer, late])) ?? (await kept(otherwise)) ?? (await answer) ?? Response.error();
  }

  function read(data) {
    try {
      return data.json();
    } catch {
      return { title: told.title, url: told.url };
    }
  }

  // What is shown without a word would be shown by the browser, in its own.
  function tell(data) {
    const { title, body, url, tag, lang } = read(data);
    const { icon, badge } = told;
    return self.registration.showNotification(title, { body, tag, lang, icon, badge, renotify: Boolean(tag), data: { url } });
  }

  // A window that shows it already comes forward; others may hold what somebody is writing.
  async function open(path) {
    const asked = new URL(path, self.location.origin);
    const url = asked.origin === self.location.origin ? asked.href : told.url;
    const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const there = windows.find((one) => one.url === url);
    await (there ? there.focus() : self.clients.openWindow(url));
  }

  self.addEventListener("push", (event) => event.waitUntil(tell(event.data)));
  self.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(open(event.notification.data.url));
  });
  self.addEventListener("install", (event) => event.waitUntil(keep()));
  self.addEventListener("activate", (event) => event.waitUntil(dropOld()));
  self.addEventListener("fetch", (event) => {
    const { request } = event;
    if (request.mode === "navigate" && request.method === "POST") {
      // A form that finds no signal: the kept page says that nobody knows whether it arrived.
      event.respondWith(fetch(request).catch(() => Response.redirect(`${page}?lost`, 303)));
    }
    if (request.method !== "GET") return;
    if (request.mode === "navigate") event.respondWith(get(request, page, PATIENCE));
    else if (files.includes(new URL(request.url).pathname)) event.respondWith(get(request, request, PATIENCE_FILE));
  });
})();
