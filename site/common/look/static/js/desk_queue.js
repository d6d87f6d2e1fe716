// Taps that wait on this phone: written down first, then sent in their order when there is signal, once each.
// The key of a tap lets the server know it again, so sending it twice does no harm.
window.deskQueue = (() => {
  const store = window.deskStore;
  const { dataset } = document.querySelector("[data-desk]");
  const words = JSON.parse(document.getElementById("desk-words").textContent);
  const AT_ONCE = 20;
  const PATIENCE = 20_000;
  const AGAIN = 30_000;
  // Other tabs show the same.
  const channel = new BroadcastChannel("desk-queue");
  let signedOut = false;

  function announce(sent = 0) {
    document.dispatchEvent(new CustomEvent("desk:queue", { detail: { signedOut, sent } }));
  }

  async function waiting() {
    return store.mine("taps", (await store.me()).user);
  }

  // `tap` is {what, reference, value, name}; with a key of its own where it may have been sent before (`maybe`).
  async function add(tap) {
    const { user, host, taps: url } = await store.me();
    if (tap.key && (await waiting()).some((other) => other.key === tap.key)) return;
    const tapped_at = new Date().toISOString();
    await store.addTap({ value: {}, key: crypto.randomUUID(), ...tap, user, host, url, tapped_at });
    announce();
    channel.postMessage("changed");
    send();
  }

  function cookie(name) {
    const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
    return found?.slice(name.length + 1) ?? "";
  }

  function post(url, taps) {
    const told = taps.map(({ key, what, reference, value, tapped_at }) => ({ key, what, booking: reference, value, tapped_at }));
    return fetch(url, {
      method: "POST",
      redirect: "manual",
      cache: "no-store",
      headers: { "Content-Type": "application/json", "X-CSRFToken": cookie(dataset.csrf) },
      body: JSON.stringify({ taps: told }),
      signal: AbortSignal.timeout(PATIENCE),
    });
  }

  async function settle(tap, { result, text, mine }) {
    // What got through although its page heard no answer is no news to whoever tapped it.
    const asMeant = result === "done" || (result === "already" && tap.maybe && mine);
    const { user, host, what, name, value, tapped_at } = tap;
    await store.settle(tap, asMeant ? null : { user, host, what, name, value, tapped_at, result, text });
  }

  // Sends those at the front that go to one address; whether it makes sense to go on.
  async function sendSome(taps) {
    const { url } = taps[0];
    const other = taps.findIndex((tap) => tap.url !== url);
    const part = taps.slice(0, Math.min(AT_ONCE, other < 0 ? taps.length : other));
    const response = await post(url, part).catch(() => null);
    if (!response) return false;
    signedOut = response.type === "opaqueredirect" || response.status === 403;
    if (response.status === 404) {
      for (const tap of part) await settle(tap, { result: "refused", text: words.gone });
      await store.dropList(part[0].user, part[0].host);
      return true;
    }
    const answer = [200, 400].includes(response.status) ? await response.json().catch(() => null) : null;
    if (!answer) return false;
    const byKey = new Map(answer.answers.map((one) => [one.key, one]));
    for (const tap of part.filter(({ key }) => byKey.has(key))) await settle(tap, byKey.get(tap.key));
    const unread = part.find(({ key }) => !byKey.has(key));
    if (answer.error && unread) await settle(unread, { result: "refused", text: answer.error });
    return answer.answers.length > 0 || Boolean(answer.error);
  }

  async function sendAll() {
    const before = (await waiting()).length;
    for (let taps = await waiting(); taps.length && (await sendSome(taps)); ) taps = await waiting();
    const left = await waiting();
    announce(before - left.length);
    channel.postMessage("changed");
    return left;
  }

  // One tab sends at a time; with `wait`, when the other one is done. Returns what waits still.
  function send({ wait = false } = {}) {
    return navigator.locks.request("desk-queue", { ifAvailable: !wait }, (lock) => (lock ? sendAll() : waiting()));
  }

  async function sendIfAny({ wait = false } = {}) {
    if (navigator.onLine && (await waiting().catch(() => [])).length) send({ wait });
  }

  channel.onmessage = () => announce();
  // An attempt that began without signal is still failing when the signal is back: this one comes after it.
  window.addEventListener("online", () => sendIfAny({ wait: true }));
  window.addEventListener("pageshow", () => sendIfAny());
  setInterval(sendIfAny, AGAIN);

  return { add, send, waiting, cookie, words };
})();
