// A tap on the day's page that found no signal is kept on this phone instead of being lost. desk_signal.js asks here.
window.deskUnsent = (() => {
  const { deskQueue: queue } = window;
  const VALUES = {
    came: (data, { booked }) => {
      const fields = [...data].filter(([name]) => /^u\d+$/.test(name)).map(([name, number]) => [name.slice(1), number]);
      const button = data.get("came")?.split(",").map((part) => part.split(":"));
      const units = (button ?? fields).map(([id, number]) => [id, Number(number)]);
      return { units: Object.fromEntries(units), charge_all: data.has("charge_all"), booked: Number(booked) };
    },
    pay: (data, _dataset, form) => {
      const [due, method] = [Number(data.get("due")), data.get("method")];
      const input = form.elements.amount;
      return input ? { amount: window.deskAmount.read(input, due), due, method } : { amount: due, method };
    },
    pay_undo: (_data, { entry }) => ({ entry: Number(entry) }),
  };

  // The page's key is spent once a tap waits under it: another sum is another payment, of what is left then.
  async function another(tap, input) {
    const waiting = (await queue.waiting()).filter(({ reference, what }) => reference === tap.reference && what === "pay");
    const first = waiting.find(({ key }) => key === tap.key);
    const isSame = first?.value.amount === tap.value.amount && first?.value.method === tap.value.method;
    if (tap.what !== "pay" || !first || isSame) return tap;
    const due = waiting.reduce((left, { value }) => left - value.amount, tap.value.due ?? tap.value.amount);
    if (tap.value.amount > due) {
      if (input) window.deskAmount.read(input, due);
      return null;
    }
    return { ...tap, key: crypto.randomUUID(), value: { ...tap.value, due } };
  }

  // Whether it is kept: not every form of the page is a tap that can wait.
  async function keep({ elt, requestConfig }) {
    const form = elt?.closest?.("form[data-tap]");
    if (!form) return false;
    const { tap: what, reference, name } = form.dataset;
    const data = requestConfig.formData;
    const value = VALUES[what]?.(data, form.dataset, form) ?? {};
    if (value.amount === null) return false;
    // It may have come through all the same: with the form's own key money is taken once.
    const key = data.get("key") || crypto.randomUUID();
    try {
      const tap = await another({ what, reference, value, name, key, maybe: true }, form.elements.amount);
      if (!tap) return false;
      await queue.add(tap);
    } catch {
      return false;
    }
    if (form.elements.amount) form.elements.amount.value = "";
    return true;
  }

  // Rows whose taps wait say so.
  async function mark() {
    const waiting = new Set((await queue.waiting()).map((tap) => tap.reference));
    for (const row of document.querySelectorAll("[data-row-waits]")) row.hidden = !waiting.has(row.dataset.rowWaits);
  }

  const markOrNot = () => mark().catch(() => {});
  document.addEventListener("desk:queue", ({ detail }) => {
    markOrNot();
    const note = document.querySelector("[data-sent]");
    if (note && detail.sent) note.hidden = false;
  });
  document.addEventListener("htmx:afterSettle", markOrNot);
  markOrNot();
  return { keep };
})();
