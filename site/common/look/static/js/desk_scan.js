// Scanning at the gate: read a code, ask the server what it means, show that over the whole screen, and on to the next.
// Without this the form asks the same, and the answer is a page.
(async () => {
  const root = document.querySelector("[data-scan]");
  if (!root) return;
  // Milliseconds: how long "come in" stands, after which rest the same code is a new question, until an answer is late.
  const LOOK = 2000;
  const FORGET = 4000;
  const PATIENCE = 8000;
  const BETWEEN = 150;
  const OPEN = "deskScanOpen";

  const { unchecked, tell } = window.deskScan;
  const part = (name) => root.querySelector(`[data-scan-${name}]`);
  const [letters, last, torch] = ["letters", "last", "torch"].map(part);
  const dialog = document.querySelector("[data-scan-sign]");
  const token = letters.elements.csrfmiddlewaretoken.value;
  const seen = { text: "", at: 0 };
  let asking = false;
  let leave = 0;

  const camera = window.deskScan.camera(part("video"), (running) => {
    part("view").hidden = part("stop").hidden = !running;
    part("start").hidden = running;
    part("blind").hidden = true;
    torch.hidden = !(running && camera.hasTorch);
    torch.setAttribute("aria-pressed", "false");
  });
  const read = await window.deskScan.reader(part("video"), root.dataset.frames);

  async function answerTo(data) {
    const text = data.get("code");
    if (!navigator.onLine) return unchecked("lost", text);
    let answer;
    try {
      const headers = { "HX-Request": "true" };
      const signal = AbortSignal.timeout?.(PATIENCE);
      answer = await fetch(letters.action, { method: "POST", body: data, headers, signal });
    } catch {
      return unchecked("lost", text);
    }
    const signIn = answer.headers.get("HX-Redirect");
    if (signIn || answer.status === 403) {
      // The page goes: to the sign-in, which sends this again, or to itself, with the mark of whoever is signed in now.
      if (signIn) window.location.assign(signIn);
      else window.location.reload();
      return new Promise(() => {});
    }
    if (!answer.ok) return unchecked(answer.status === 429 ? "often" : "fault", text);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("[data-sign]") ?? unchecked("fault", text);
  }

  function show(sign) {
    clearTimeout(leave);
    last.replaceChildren();
    // Open before it is filled: what is added to it is read aloud.
    if (!dialog.open) dialog.showModal();
    dialog.setAttribute("aria-label", sign.getAttribute("aria-label"));
    dialog.replaceChildren(sign);
    sign.focus();
    tell(sign.dataset.sign);
    if (sign.dataset.sign !== "good") return;
    letters.reset();
    leave = setTimeout(next, LOOK);
  }

  // What was just done stays on the page, to be taken back.
  function next() {
    clearTimeout(leave);
    const sign = dialog.querySelector("[data-sign=good]");
    if (dialog.open) dialog.close();
    if (sign) last.replaceChildren(sign);
    seen.at = performance.now();
  }

  async function ask(data) {
    if (asking) return;
    asking = true;
    clearTimeout(leave);
    part("asking").hidden = false;
    try {
      show(await answerTo(data));
    } finally {
      asking = false;
      part("asking").hidden = true;
    }
  }

  // A ticket that is still held up is no second question.
  function isNew(text) {
    const held = text === seen.text && performance.now() - seen.at < FORGET;
    seen.text = text;
    seen.at = performance.now();
    return !held;
  }

  async function look() {
    if (camera.running && !dialog.open && !asking) {
      try {
        const text = await read(token);
        part("blind").hidden = true;
        if (text && camera.running && !dialog.open && isNew(text)) {
          const data = new FormData(letters);
          data.set("code", text);
          await ask(data);
        }
      } catch {
        part("blind").hidden = !camera.running;
      }
    }
    setTimeout(look, BETWEEN);
  }

  async function start() {
    part("refused").hidden = true;
    try {
      await camera.open();
      sessionStorage.setItem(OPEN, "yes");
    } catch {
      part("refused").hidden = false;
      part("app").hidden = false;
    }
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-scan-form]")) return;
    event.preventDefault();
    const data = new FormData(event.target);
    if (data.get("code").trim()) ask(data);
    else letters.elements.code.focus();
  }, { capture: true });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-scan-next]")) return;
    event.preventDefault();
    next();
  });
  // Whoever reaches for the sign wants to do something with it.
  for (const reached of ["pointerdown", "keydown"]) dialog.addEventListener(reached, () => clearTimeout(leave));
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    next();
  });

  if (!navigator.mediaDevices?.getUserMedia) return;
  part("camera").hidden = false;
  part("app").hidden = true;
  part("start").addEventListener("click", start);
  part("stop").addEventListener("click", () => {
    sessionStorage.removeItem(OPEN);
    camera.close();
  });
  torch.addEventListener("click", async () => {
    const on = torch.getAttribute("aria-pressed") !== "true";
    await camera.light(on);
    torch.setAttribute("aria-pressed", String(on));
  });
  look();
  // Back from who came of a party: the camera was open, and is again.
  if (sessionStorage.getItem(OPEN)) start();
})();
