// A form is sent once: its button says that work is going on, and coming back with "back" makes it usable again.
// Forms that htmx sends, and forms that open elsewhere, are left alone.
(() => {
  const sent = new WeakSet();

  function skip(form, button) {
    return form.hasAttribute("data-many") || form.target === "_blank" || form.method === "get" || button?.name === "step";
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || skip(form, event.submitter)) return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    form.setAttribute("aria-busy", "true");
    // Not `disabled`: a disabled button would not send its own name and value.
    event.submitter?.setAttribute("data-busy", "");
  });

  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.forms) {
      sent.delete(form);
      form.removeAttribute("aria-busy");
    }
    for (const button of document.querySelectorAll("[data-busy]")) button.removeAttribute("data-busy");
  });
})();
