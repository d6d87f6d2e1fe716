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
    const as_of = response.headers.get("Date") ?? kept?.as_of;
    // By how much this phone's clock is behind: what is too early is too early by the server's.
    const seen = { as_of, behind: as_of ? Date.parse(as_of) - Date.now() : 0 };
    if (response.status === 304) return store.confirmList(kept, seen);
    const { days, version, made_at } = await response.json();
    await store.keepList({ user, host, etag: response.headers.get("ETag"), days, version, made_at, ...seen });
  }

  // {days, as_of, now}, each party as it is once what waits is sent, and from when it can be checked in where that is
  // still to come; `now` by the server's clock, in milliseconds. Null where nothing is kept.
  async function read() {
    const { user, host } = await store.me();
    const kept = await store.list(user, host);
    if (!kept) return null;
    const taps = (await queue.waiting()).filter((tap) => tap.host === host);
    const now = Date.now() + (kept.behind ?? 0);
    const opens = (slot) => (now < Date.parse(slot.opens) ? slot.opens : null);
    const after = (slot) => ({ ...slot, parties: slot.parties.map((party) => ({ ...state.after(party, taps), opens: opens(slot) })) });
    return { now, as_of: kept.as_of, days: kept.days.map((day) => ({ ...day, slots: day.slots.map(after) })) };
  }

  const told = ({ name, people, status, status_text, checked_in_at, opens }) => ({
    name, people, status, statusText: status_text, checkedInAt: checked_in_at, opens,
  });
  const when = ({ first, last }, now) => ({ isToday: Date.parse(first) <= now && now < Date.parse(last), now });

  async function find(code) {
    const text = String(code).trim();
    const reference = (TICKET.exec(text)?.[1] ?? text).toUpperCase().replace(/[^A-Z0-9]/g, "");
    const kept = await read();
    for (const day of kept?.days ?? []) {
      for (const slot of day.slots) {
        const party = slot.parties.find((one) => one.reference === reference);
        if (party) return { reference, ...told(party), time: slot.time, day: day.day, ...when(slot, kept.now) };
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
