// Today stays open all day. When the phone is picked up again after a minute or more, the page is fetched anew.
(() => {
  const OLD = 60_000;
  let hiddenAt = 0;

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hiddenAt = Date.now();
    else if (hiddenAt && Date.now() - hiddenAt > OLD && navigator.onLine) window.location.reload();
  });
})();
