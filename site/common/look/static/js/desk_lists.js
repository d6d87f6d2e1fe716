// The lists of today and tomorrow that this phone keeps of the page's host, and what other pages may ask of them.
window.deskLists = (() => {
  const { deskStore: store, deskQueue: queue, deskState: state } = window;
  const PATIENCE = 15_000;
  // A ticket's address ends with its reference and a signature.
  const TICKET = /([A-Z0-9]+)\.[A-Za-z0-9_-]{20,}\/?\s*$/;

  // Ask for them anew; nothing changes where no answer comes.
  async function fetchNew() {
    const { user, host, lists: url } = await store.me();
    if (!user || !host) return;
    const kept = await store.list(user, host);
    const response = await fetch(url, {
      cache: "no-store",
      redirect: "manual",
      headers: kept ? { "If-None-Match": kept.etag } : {},
      signal: AbortSignal.timeout(PATIENCE),
    }).catch(() => null);
    if (response?.status === 404) await store.dropList(user, host);
    if (response?.status !== 200 && response?.status !== 304) return;
    const answer = response.status === 200 ? await response.json() : kept;
    const as_of = response.headers.get("Date") ?? kept?.as_of;
    const etag = response.headers.get("ETag") ?? kept?.etag;
    await store.keepList({ user, host, etag, days: answer.days, version: answer.version, as_of });
  }

  // {days, as_of}, each party as it is once what waits is sent; null where nothing is kept.
  async function read() {
    const { user, host } = await store.me();
    const kept = await store.list(user, host);
    if (!kept) return null;
    const taps = (await queue.waiting()).filter((tap) => tap.host === host);
    const after = (slot) => ({ ...slot, parties: slot.parties.map((party) => state.after(party, taps)) });
    return { as_of: kept.as_of, days: kept.days.map((day) => ({ ...day, slots: day.slots.map(after) })) };
  }

  async function find(code) {
    const text = String(code).trim();
    const reference = (TICKET.exec(text)?.[1] ?? text).toUpperCase().replace(/[^A-Z0-9]/g, "");
    for (const day of (await read())?.days ?? []) {
      for (const slot of day.slots) {
        const party = slot.parties.find((one) => one.reference === reference);
        if (party) return { reference, name: party.name, people: party.people, time: slot.time, day: day.day, checkedInAt: party.checked_in_at };
      }
    }
    return null;
  }

  async function add({ what, reference, value }) {
    const name = (await find(reference))?.name ?? reference;
    await queue.add({ what, reference, value, name });
  }

  window.offlineDesk = { find, add };
  return { fetchNew, read };
})();
