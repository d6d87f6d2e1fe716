// In the desk's head: how many taps wait, and what was said to those that were sent and did not go as meant.
(() => {
  const { deskStore: store, deskQueue: queue } = window;
  const { words } = queue;
  const root = document.querySelector("[data-desk]");
  const part = (name) => root.querySelector(`[data-${name}]`);
  const language = document.documentElement.lang;
  const money = new Intl.NumberFormat(language, { style: "currency", currency: "VND", maximumFractionDigits: 0 });
  const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Asia/Ho_Chi_Minh" });

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (_whole, name) => values[name] ?? "");
  }

  // "Nhận khách: Nguyễn Thị Hà (bấm lúc 09:12)"
  function tapText({ what, value, name, tapped_at }) {
    const sum = (numbers) => Object.values(numbers ?? {}).reduce((total, number) => total + number, 0);
    const values = { amount: money.format(value?.amount ?? 0), came: sum(value?.units), booked: value?.booked };
    const time = fill(words.tapped, { time: clock.format(new Date(tapped_at)) });
    return `${fill(words[what], values)}: ${name} (${time})`;
  }

  function row(told) {
    const item = part("told-row").content.cloneNode(true);
    item.querySelector("[data-told-what]").textContent = tapText(told);
    item.querySelector("[data-told-text]").textContent = told.text;
    item.querySelector("[data-told-seen]").addEventListener("click", async () => {
      await store.seen(told.order);
      showOrNot();
    });
    return item;
  }

  async function show(signedOut = false) {
    const { user } = await store.me();
    const waiting = await queue.waiting();
    part("waits").hidden = waiting.length === 0;
    part("waits-text").textContent = fill(words.waiting, { n: waiting.length });
    part("waits-sign-in").hidden = !signedOut;
    part("told").replaceChildren(...(await store.mine("told", user)).map(row));
  }

  // Where the browser may keep nothing there is nothing to show.
  const showOrNot = (signedOut) => show(signedOut).catch(() => {});
  document.addEventListener("desk:queue", ({ detail }) => showOrNot(detail.signedOut));
  showOrNot();
  window.deskWords = { fill, tapText, money, clock };
})();
