// The page that opens without signal: draws the kept lists, and queues what is tapped on them.
(() => {
  const { deskStore: store, deskQueue: queue, deskLists: lists, deskRow: makeRow } = window;
  const { fill } = window.deskWords;
  const find = (name) => document.querySelector(`[data-${name}]`);
  const copy = (name) => document.querySelector(`template[data-${name}]`).content.firstElementChild.cloneNode(true);
  const language = document.documentElement.lang === "en" ? "en-GB" : "vi";
  const AGAIN = 30_000;
  const NUMBERS = { hour: "2-digit", minute: "2-digit", day: "numeric", month: "numeric", hourCycle: "h23" };
  const moment = new Intl.DateTimeFormat(language, { ...NUMBERS, timeZone: "Asia/Ho_Chi_Minh" });

  function drawSlot({ time, title, taken, capacity, cancelled, parties }) {
    const section = copy("slot");
    section.querySelector("[data-time]").textContent = time;
    section.querySelector("[data-title]").textContent = title;
    section.querySelector("[data-seats]").textContent = `${taken}/${capacity}`;
    section.querySelector("[data-cancelled]").hidden = !cancelled;
    section.querySelector("[data-none]").hidden = parties.length > 0 || cancelled;
    section.querySelector("[data-parties]").append(...parties.map(makeRow));
    return section;
  }

  function drawDay({ title, line, slots }) {
    const section = copy("day");
    section.querySelector("[data-title]").textContent = title;
    section.querySelector("[data-line]").textContent = line;
    section.querySelector("[data-none]").hidden = slots.length > 0;
    section.querySelector("[data-slots]").append(...slots.map(drawSlot));
    return section;
  }

  async function draw() {
    const kept = await lists.read();
    find("nothing").hidden = Boolean(kept);
    const typed = document.querySelectorAll("details[open] [data-amount]");
    find("days").replaceChildren(...(kept?.days ?? []).map(drawDay));
    typed.forEach(typedStays);
    find("as-of").textContent = kept?.as_of ? fill(queue.words.as_of, { when: moment.format(new Date(kept.as_of)) }) : "";
  }

  // What was being typed when the list was drawn anew is not lost.
  function typedStays(input) {
    const { reference } = input.closest("[data-reference]").dataset;
    const anew = document.querySelector(`[data-reference="${reference}"] [data-amount]`);
    if (!anew) return;
    anew.value = input.value;
    anew.closest("details").open = true;
    if (input.validationMessage) window.deskAmount.say(anew, input.validationMessage);
  }

  const VALUES = {
    came: (row, { number }) => {
      const fields = [...row.querySelectorAll("[data-unit]")];
      const units = Object.fromEntries(fields.map((field) => [field.dataset.unit, Number(field.value)]));
      return { number: Number(number), units, charge_all: row.querySelector("[data-charge-all]").checked };
    },
    pay: (_row, { method }) => ({ method }),
    pay_part: (_row, { method }) => ({ method }),
    pay_undo: (_row, { entry, key }) => (entry ? { entry: Number(entry) } : { key }),
  };

  async function party(reference) {
    const all = (await lists.read()).days.flatMap((day) => day.slots.flatMap((slot) => slot.parties));
    return all.find((one) => one.reference === reference);
  }

  async function tap(button) {
    const row = button.closest("[data-reference]");
    const { reference } = row.dataset;
    const { name, people, units, due } = await party(reference);
    const asked = button.dataset.tap;
    const what = asked === "pay_part" ? "pay" : asked;
    const value = VALUES[asked]?.(row, button.dataset) ?? {};
    if (asked === "pay") value.amount = due;
    if (asked === "pay_part") {
      // The list may have been drawn anew since the tap.
      const input = document.querySelector(`[data-reference="${reference}"] [data-amount]`);
      Object.assign(value, { amount: window.deskAmount.read(input, due), due });
      if (value.amount === null) return;
      input.value = "";
    }
    if (what === "came") {
      value.booked = people;
      if (value.number) value.units = { [units[0].id]: value.number };
    }
    await queue.add({ what, reference, value, name });
  }

  // Reached by way of a form that found no signal, the page is at its own address and not at the one that was asked for.
  async function leadBack() {
    const { host } = await store.me();
    const isItself = window.location.pathname.endsWith(".html");
    const home = document.querySelector("[data-desk]").dataset.scope;
    for (const link of document.querySelectorAll("[data-back]")) link.href = isItself ? `${home}${host ? `${host}/` : ""}` : "";
  }

  async function isBack() {
    const { lists: url } = await store.me();
    const answer = await fetch(url, { method: "HEAD", cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(5000) }).catch(() => null);
    return Boolean(answer);
  }

  // With signal again: send, then show what is so now, and the way back to the desk.
  async function look() {
    if (!find("signal-back").hidden) return;
    const back = await isBack();
    find("signal-back").hidden = !back;
    find("no-signal").hidden = back;
    if (!back) return;
    await queue.send({ wait: true });
    await lists.fetchNew();
    await draw();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-tap]");
    if (button) tap(button);
  });
  document.addEventListener("desk:queue", draw);
  window.addEventListener("online", look);
  find("lost").hidden = !new URLSearchParams(window.location.search).has("lost");
  leadBack();
  draw();
  look();
  setInterval(look, AGAIN);
})();
