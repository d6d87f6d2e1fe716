// Poor signal in the workshop: a tap that could not be sent says so, instead of doing nothing.
(() => {
  const show = (lost) => {
    const note = document.querySelector("[data-signal]");
    if (note) note.hidden = !lost;
  };

  for (const failed of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(failed, () => show(true));
  }
  document.addEventListener("htmx:beforeRequest", () => show(false));
  window.addEventListener("online", () => show(false));
})();
