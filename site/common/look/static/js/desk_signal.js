// A tap that did not get through says why: lost signal, or a fault of ours. A sign-in that ran out leads to the sign-in.
(() => {
  const notes = ["lost", "fault"];

  function show(why) {
    for (const name of notes) {
      const note = document.querySelector(`[data-signal="${name}"]`);
      if (note) note.hidden = name !== why;
    }
  }

  for (const failed of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(failed, () => show("lost"));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status >= 500) show("fault");
    // Something is not there any more: the page as it is now says what is.
    else window.location.reload();
  });
  document.addEventListener("htmx:beforeRequest", () => show(""));
  window.addEventListener("online", () => show(""));
})();
