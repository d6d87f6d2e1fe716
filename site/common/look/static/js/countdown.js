// The time for which places are kept. The clock changes each second for the eye; it is said aloud only at five minutes
// and at one. When it ends, the page says what to do. The server decides: this only shows.
(() => {
  const SAID_AT = [5, 1];

  function start(box) {
    if (box.dataset.started) return;
    box.dataset.started = "yes";
    const find = (name) => box.querySelector(`[data-countdown-${name}]`);
    const clock = find("clock");
    const say = find("say");
    const more = find("more");
    // Counted from the answer: the reader's clock may be wrong, but it runs while the phone sleeps.
    const ends = Date.now() + Number(box.dataset.seconds) * 1000;
    let last = Infinity;

    function tick() {
      const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
      clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      for (const minutes of SAID_AT) {
        if (last > minutes * 60 && left <= minutes * 60 && last !== Infinity) say.textContent = say.getAttribute(`data-say-${minutes}`);
      }
      box.classList.toggle("countdown--soon", left <= 120);
      last = left;
      if (left > 0) return;
      clearInterval(timer);
      box.classList.add("countdown--over");
      find("running").hidden = true;
      find("over").hidden = false;
      if (more) more.hidden = true;
      say.textContent = find("over").textContent.trim();
    }

    const timer = setInterval(tick, 1000);
    tick();
  }

  const startAll = (root) => root.querySelectorAll("[data-countdown]").forEach(start);
  startAll(document);
  document.addEventListener("htmx:afterSettle", () => startAll(document));
  // A page kept by the browser while the phone slept, or reached with "back": ask the server again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && document.querySelector("[data-countdown]")) window.location.reload();
  });
})();
