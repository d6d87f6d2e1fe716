// A tap that did not get through says why, as far as it is known: lost signal only where the signal is lost.
(() => {
  // Milliseconds that a sign of life may take.
  const PATIENCE = 5000;
  const WHY = { 403: "old", 413: "much", 429: "often" };
  // What is not there any more: the page as it is now says what is.
  const GONE = [404, 410];
  let taps = 0;

  // `kept`: the tap waits on this phone, and is sent by itself.
  function show(why, kept = false) {
    for (const note of document.querySelectorAll("[data-signal]")) note.hidden = note.dataset.signal !== why;
    for (const text of document.querySelectorAll("[data-signal-kept]")) {
      text.hidden = text.dataset.signalKept !== (kept ? "yes" : "no");
    }
  }

  async function whyNoAnswer() {
    if (!navigator.onLine) return "lost";
    try {
      const alive = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      return alive.ok ? "unknown" : "fault";
    } catch {
      return "lost";
    }
  }

  async function unanswered(event) {
    const tap = taps;
    const why = await whyNoAnswer();
    const kept = why === "lost" && Boolean(await window.deskUnsent?.keep(event.detail));
    // Another tap may have gone out meanwhile.
    if (tap === taps) show(why, kept);
  }

  for (const failed of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(failed, unanswered);
  document.addEventListener("htmx:responseError", (event) => {
    const { status } = event.detail.xhr;
    if (GONE.includes(status)) window.location.reload();
    else show(WHY[status] ?? "fault");
  });
  document.addEventListener("htmx:beforeRequest", () => {
    taps += 1;
    show("");
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-anew]")) window.location.reload();
  });
  window.addEventListener("online", () => show(""));
})();
