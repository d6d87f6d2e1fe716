// A tap on the day's page that found no signal is kept on this phone instead of being lost. desk_signal.js asks here.
window.deskUnsent = (() => {
  const { deskQueue: queue } = window;
  const VALUES = {
    came: (data, { booked }) => {
      const units = [...data].filter(([name]) => /^u\d+$/.test(name)).map(([name, number]) => [name.slice(1), Number(number)]);
      return { units: Object.fromEntries(units), charge_all: data.has("charge_all"), booked: Number(booked) };
    },
    pay: (data) => ({ amount: Number(data.get("due")), method: data.get("method") }),
    pay_undo: (_data, { entry }) => ({ entry: Number(entry) }),
  };

  // Whether it is kept: not every form of the page is a tap that can wait.
  async function keep({ elt, requestConfig }) {
    const form = elt?.closest?.("form[data-tap]");
    if (!form) return false;
    const { tap: what, reference, name } = form.dataset;
    const data = requestConfig.formData;
    const value = VALUES[what]?.(data, form.dataset) ?? {};
    // It may have come through all the same: with the form's own key money is taken once.
    const key = data.get("key") || crypto.randomUUID();
    try {
      await queue.add({ what, reference, value, name, key, maybe: true });
    } catch {
      return false;
    }
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
