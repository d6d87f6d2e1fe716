// A page that stays open keeps itself fresh. Now and then it asks whether its part has changed, and takes the new one in
// where nobody is writing: what the reader looks at, the button in focus and an open fold stay where they are.
(() => {
  // Milliseconds. Spread, so that the phones of a province do not all ask at once.
  const EVERY = 20_000;
  const SPREAD = 5_000;
  const PATIENCE = 10_000;
  // So many times without an answer are said.
  const MISSED = 2;
  const IN_PLACE = "a, button, summary, input, select, textarea, details";
  let timer = 0;
  let missed = 0;

  const shown = () => document.querySelector("[data-fresh]");

  function wasChanged(field) {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.options) {
      return field.selectedIndex !== Math.max([...field.options].findIndex((one) => one.defaultSelected), 0);
    }
    return field.type !== "hidden" && field.value !== field.defaultValue;
  }

  // A tap is on its way, somebody is writing, or has written and looked up.
  function inUse(part) {
    if (document.querySelector(".htmx-request, [aria-busy=true]")) return true;
    const fields = [...part.querySelectorAll("input, select, textarea")];
    return fields.some((field) => wasChanged(field) || (field === document.activeElement && field.type !== "checkbox"));
  }

  // The same thing in the new part: the so-manieth of its kind within what has a name.
  function placeOf(element, part) {
    const named = element.id ? element : element.parentElement.closest("[id]");
    const within = part.contains(named) ? named : part;
    const alike = [...within.querySelectorAll(element.localName)];
    return { id: within.id, kind: element.localName, number: alike.indexOf(element) };
  }

  function elementAt({ id, kind, number }, part) {
    const within = id ? part.querySelector(`#${CSS.escape(id)}`) : part;
    return number < 0 ? within : within?.querySelectorAll(kind)[number];
  }

  function takeIn(part, text) {
    const next = new DOMParser().parseFromString(text, "text/html").querySelector("[data-fresh]");
    if (!next) throw new Error("not the part");
    const folds = [...part.querySelectorAll("details")].map((fold) => [placeOf(fold, part), fold.open]);
    const active = document.activeElement;
    const focus = part.contains(active) && active.matches(IN_PLACE) ? placeOf(active, part) : null;
    const mark = [...part.querySelectorAll("[id]")].find((named) => named.getBoundingClientRect().bottom > 0);
    const before = mark?.getBoundingClientRect().top;
    part.replaceWith(next);
    window.htmx.process(next);
    for (const [place, open] of folds) elementAt(place, next)?.toggleAttribute("open", open);
    if (focus) elementAt(focus, next)?.focus({ preventScroll: true });
    const after = mark && document.getElementById(mark.id)?.getBoundingClientRect().top;
    if (after !== undefined && window.scrollY > 0) window.scrollBy({ top: after - before, behavior: "instant" });
  }

  function say(at) {
    const part = shown();
    if (!part) return;
    if (at) for (const place of part.querySelectorAll("[data-fresh-at]")) place.textContent = at;
    part.querySelector("[data-fresh-now]").hidden = missed >= MISSED;
    part.querySelector("[data-fresh-late]").hidden = missed < MISSED;
  }

  function miss() {
    missed += 1;
    say();
  }

  async function ask() {
    const part = shown();
    if (!part || inUse(part)) return miss();
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      const address = `${part.dataset.fresh}?v=${encodeURIComponent(part.dataset.version)}`;
      const answer = await fetch(address, { cache: "no-store", redirect: "manual", signal });
      if (answer.status === 205) return window.location.reload();
      if (!answer.ok) return miss();
      const text = answer.status === 200 ? await answer.text() : "";
      // A tap was faster: its answer is the page now, or is on its way.
      if (shown() !== part || inUse(part)) return text ? miss() : undefined;
      if (text) takeIn(part, text);
      missed = 0;
      say(answer.headers.get("X-Fresh-At"));
    } catch {
      miss();
    }
  }

  function wait() {
    clearTimeout(timer);
    if (document.hidden || !shown()) return;
    timer = setTimeout(now, EVERY + (Math.random() * 2 - 1) * SPREAD);
  }

  async function now() {
    clearTimeout(timer);
    await ask();
    wait();
  }

  const back = () => document.hidden || now();

  document.addEventListener("visibilitychange", back);
  window.addEventListener("online", back);
  window.addEventListener("pageshow", (event) => event.persisted && back());
  document.addEventListener("htmx:afterSwap", () => {
    missed = 0;
    wait();
  });
  wait();
})();
