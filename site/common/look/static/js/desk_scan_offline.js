// No answer from the server: a sign that says so, with what this phone's own list knows. Never that a code holds.
(() => {
  const SCANNED = /\/q\/([A-Z0-9]+)\./i;

  // The reference in a scanned address, or the letters as they were typed.
  function referenceIn(text) {
    return (SCANNED.exec(text)?.[1] ?? text.replace(/[\s.-]/g, "")).toUpperCase();
  }

  function fill(sign, name, text) {
    const line = sign.querySelector(`[data-known=${name}]`);
    line.textContent = text && line.dataset.label ? `${line.dataset.label}: ${text}` : text || "";
    line.hidden = !text;
  }

  function show(sign, name) {
    sign.querySelector(`[data-known=${name}]`).hidden = false;
  }

  function keep(sign, list, reference) {
    const button = sign.querySelector("[data-scan-keep]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        await list.add({ what: "check_in", reference });
      } catch {
        button.disabled = false;
        return;
      }
      button.hidden = true;
      fill(sign, "text", "");
      show(sign, "kept");
    });
  }

  // The sign for `why` (lost, fault, often), to be shown.
  window.deskScan.unchecked = async (why, text) => {
    const sign = document.querySelector(`[data-scan-unchecked=${why}]`).content.firstElementChild.cloneNode(true);
    const list = window.offlineDesk;
    const found = why === "lost" && list ? await list.find(referenceIn(text)).catch(() => null) : null;
    fill(sign, "name", found?.name);
    fill(sign, "people", found && String(found.people));
    fill(sign, "when", found && [found.time, found.day].filter(Boolean).join(" · "));
    if (found?.checkedInAt) show(sign, "used");
    else if (found) keep(sign, list, found.reference);
    return sign;
  };
})();
