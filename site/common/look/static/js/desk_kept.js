// On a page of the desk that came from the server, so of who is signed in now: this phone is theirs from here on. It
// keeps the lists of today and tomorrow, and the page that opens without signal.
(() => {
  const { deskStore: store, deskLists: lists } = window;
  const { dataset } = document.querySelector("[data-desk]");
  const EVERY = 5 * 60_000;
  const LATER = 1_500;

  async function renew() {
    if (!document.hidden && navigator.onLine && !document.documentElement.hasAttribute("data-leaving")) await lists.fetchNew();
  }

  async function start() {
    await store.enter(dataset.user, dataset.host, dataset.hosts.split(" "));
    await renew();
    setInterval(renew, EVERY);
    document.addEventListener("visibilitychange", renew);
    document.addEventListener("desk:queue", ({ detail }) => {
      if (detail.sent) renew();
    });
    setTimeout(register, LATER);
  }

  // The page itself comes first; and where the signal went meanwhile, once it is back.
  function register() {
    if (navigator.onLine) navigator.serviceWorker?.register(dataset.worker, { scope: dataset.scope }).catch(() => {});
    else window.addEventListener("online", register, { once: true });
  }

  // Browsers that may keep nothing show the desk as before.
  start().catch((error) => console.info("desk: nothing is kept here", error));
})();
