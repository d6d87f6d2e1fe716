// What a guest typed is not lost by going somewhere and coming back, by a reload, or by a phone that dropped the tab.
(() => {
  // A page that refused a form came by POST, and going back to it would ask to send the form again, or fail: pages of
  // one's own are kept nowhere. From here on it counts as read at its own address.
  const forms = document.querySelectorAll("form[data-typed]");
  const { shownAt } = document.documentElement.dataset;
  const refused = performance.getEntriesByType("navigation")[0]?.responseStatus >= 400;
  if (refused && (shownAt || forms.length)) history.replaceState(history.state, "", shownAt || location.href);

  // Kept for this tab alone, and until the form is sent. A tick is an act of its own and is not repeated for anyone.
  const FIELDS = "input:not([type=hidden], [type=checkbox], [type=radio], [type=file]), select, textarea";
  const kept = {
    read: (key) => {
      try {
        return JSON.parse(sessionStorage.getItem(key)) ?? {};
      } catch {
        return {};
      }
    },
    write: (key, values) => {
      try {
        sessionStorage.setItem(key, JSON.stringify(values));
      } catch {
        // A tab that may keep nothing works as without this script.
      }
    },
    forget: (key) => {
      try {
        sessionStorage.removeItem(key);
      } catch {
        // See above.
      }
    },
  };

  for (const form of forms) {
    const key = `typed:${form.dataset.typed}`;
    const fields = [...form.querySelectorAll(FIELDS)].filter((field) => field.name);
    const store = () => kept.write(key, Object.fromEntries(fields.map((field) => [field.name, field.value])));
    if (refused) {
      store();
    } else {
      const values = kept.read(key);
      for (const field of fields) if (field.name in values) field.value = values[field.name];
    }
    form.addEventListener("input", store);
    form.addEventListener("submit", () => kept.forget(key));
  }
})();
