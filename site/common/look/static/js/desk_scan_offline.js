// No answer from the server: a sign that says so, with what this phone's own list knows. Never that a code holds.
(() => {
  const SCANNED = /\/q\/([A-Z0-9]+)\./i;
  const language = document.documentElement.lang === "en" ? "en-GB" : "vi";
  const ZONE = { timeZone: "Asia/Ho_Chi_Minh" };
  const CLOCK = new Intl.DateTimeFormat(language, { ...ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const DAY = new Intl.DateTimeFormat(language, { ...ZONE, day: "numeric", month: "numeric" });

  // The reference in a scanned address, or the letters as they were typed.
  function referenceIn(text) {
    return (SCANNED.exec(text)?.[1] ?? text.replace(/[\s.-]/g, "")).toUpperCase();
  }

  function fill(sign, name, text) {
    const line = sign.querySelector(`[data-known=${name}]`);
    line.textContent = text && line.dataset.label ? `${line.dataset.label}: ${text}` : text || "";
    line.hidden = !text;
  }

  function show(sign, name, values = {}) {
    const line = sign.querySelector(`[data-known=${name}]`);
    line.textContent = line.textContent.replace(/\{(\w+)\}/g, (_whole, key) => values[key]);
    line.hidden = false;
  }

  // "08:05", and of another day "08:05 30/11".
  function moment(at, now) {
    const [one, other] = [at, now].map((time) => DAY.format(new Date(time)));
    const clock = CLOCK.format(new Date(at));
    return one === other ? clock : `${clock} ${one}`;
  }

  function keep(sign, list, reference) {
    const button = sign.querySelector("[data-scan-keep]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        await list.add({ what: "check_in", reference });
      } catch {
        button.disabled = false;
        return;
      }
      button.hidden = true;
      fill(sign, "text", "");
      show(sign, "kept");
    });
  }

  // What this phone's list says of them: here already, not of today, not confirmed, too early; else the tap may wait.
  function judge(sign, list, found) {
    if (found.checkedInAt) show(sign, "used", { when: moment(found.checkedInAt, found.now) });
    else if (found.status === "PENDING") fill(sign, "why-not", found.statusText);
    else if (!found.isToday) show(sign, "not-today");
    else if (found.opens) show(sign, "too-early", { when: moment(found.opens, found.now) });
    else keep(sign, list, found.reference);
  }

  // The sign for `why` (lost, fault, often), to be shown.
  window.deskScan.unchecked = async (why, text) => {
    const sign = document.querySelector(`[data-scan-unchecked=${why}]`).content.firstElementChild.cloneNode(true);
    const list = window.offlineDesk;
    const found = why === "lost" && list ? await list.find(referenceIn(text)).catch(() => null) : null;
    fill(sign, "name", found?.name);
    fill(sign, "people", found && String(found.people));
    fill(sign, "when", found && [found.time, found.day].filter(Boolean).join(" · "));
    if (found) judge(sign, list, found);
    return sign;
  };
})();
