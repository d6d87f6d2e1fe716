// What this phone keeps of the desk, in IndexedDB: lists by member and host, taps that wait, and what was said to those
// that were sent. Nothing of a member is left once another one is signed in.
window.deskStore = (() => {
  const NAME = "ve-lang-desk";
  const STORES = {
    lists: { keyPath: ["user", "host"] },
    taps: { keyPath: "order", autoIncrement: true },
    told: { keyPath: "order", autoIncrement: true },
    who: { keyPath: "id" },
  };
  const { dataset } = document.querySelector("[data-desk]");
  let opened = null;
  let emptied = false;

  function open() {
    opened ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => {
        for (const [name, keys] of Object.entries(STORES)) asked.result.createObjectStore(name, keys);
      };
      asked.onerror = () => reject(asked.error);
      asked.onsuccess = () => {
        const base = asked.result;
        // Another tab empties it: let go.
        base.onversionchange = () => {
          base.close();
          opened = null;
        };
        resolve(base);
      };
    });
    opened.catch(() => {
      opened = null;
    });
    return opened;
  }

  // `act` is given the stores by name; what it returns is a request, whose result this gives once all is written.
  // Once this page has emptied all, since its owner signs out, there is nothing to read and nothing more is kept.
  async function run(mode, act) {
    const base = await open();
    if (emptied) return undefined;
    return new Promise((resolve, reject) => {
      // A phone whose battery dies keeps what was tapped.
      const change = base.transaction(Object.keys(STORES), mode, { durability: "strict" });
      const stores = Object.fromEntries(Object.keys(STORES).map((name) => [name, change.objectStore(name)]));
      const asked = act(stores);
      change.oncomplete = () => resolve(asked?.result);
      change.onabort = () => reject(change.error);
    });
  }

  // Whose the page is: as it says itself, or, where it opened without signal, whoever was here last.
  async function me() {
    const named = { user: dataset.user, host: dataset.host };
    if (!named.user) {
      const last = await run("readonly", ({ who }) => who.get("last"));
      const inAddress = window.location.pathname.slice(dataset.scope.length).split("/")[0];
      const isHost = inAddress && !inAddress.includes(".") && inAddress !== "q";
      Object.assign(named, { user: last?.user ?? "", host: (isHost && inAddress) || last?.host || "" });
    }
    const at = (url) => url.replace("/0/", `/${named.host}/`);
    return { ...named, lists: at(dataset.lists), taps: at(dataset.taps) };
  }

  // Of member `user` alone, in their order.
  async function mine(name, user) {
    const rows = await run("readonly", (stores) => stores[name].getAll());
    return (rows ?? []).filter((row) => row.user === user);
  }

  // `user` is signed in at `host` now, and may be at `hosts`: what others left here is deleted, and lists of a desk that
  // is not theirs any more. Their own taps stay, whosever desk they were for: each is to be answered.
  function enter(user, host, hosts) {
    return run("readwrite", ({ who, ...others }) => {
      for (const [name, store] of Object.entries(others)) {
        store.openCursor().onsuccess = ({ target: { result: row } }) => {
          if (!row) return;
          const isOld = name === "lists" && !hosts.includes(row.value.host);
          if (isOld || row.value.user !== user) row.delete();
          row.continue();
        };
      }
      who.get("last").onsuccess = ({ target: { result: last } }) => {
        who.put({ id: "last", user, host: host || (last?.user === user ? last.host : "") });
      };
    });
  }

  // Two lists may be on their way at once, and the older one come last; by more than this it is the server's clock that
  // was set back.
  const OVERTAKEN = 60;

  function keepList(list) {
    return run("readwrite", ({ lists }) => {
      lists.get([list.user, list.host]).onsuccess = ({ target: { result: kept } }) => {
        const later = kept ? kept.made_at - list.made_at : 0;
        if (!(later > 0 && later < OVERTAKEN)) lists.put(list);
      };
    });
  }

  // That list is so still: `seen` says when, where no other list has come meanwhile.
  function confirmList({ user, host, etag }, seen) {
    return run("readwrite", ({ lists }) => {
      lists.get([user, host]).onsuccess = ({ target: { result: kept } }) => {
        if (kept?.etag === etag) lists.put({ ...kept, ...seen });
      };
    });
  }

  async function empty() {
    const base = await open();
    emptied = true;
    base.close();
    opened = null;
    await new Promise((resolve, reject) => {
      const asked = indexedDB.deleteDatabase(NAME);
      asked.onsuccess = resolve;
      asked.onerror = () => reject(asked.error);
    });
  }

  return {
    me,
    mine,
    enter,
    empty,
    list: (user, host) => run("readonly", ({ lists }) => lists.get([user, host])),
    keepList,
    confirmList,
    dropList: (user, host) => run("readwrite", ({ lists }) => lists.delete([user, host])),
    addTap: (tap) => run("readwrite", ({ taps }) => taps.add(tap)),
    // The tap was answered: it goes, and `told` stays to be read, both or neither.
    settle: (tap, told) =>
      run("readwrite", (stores) => {
        stores.taps.delete(tap.order);
        if (told) stores.told.add(told);
      }),
    seen: (order) => run("readwrite", ({ told }) => told.delete(order)),
  };
})();
