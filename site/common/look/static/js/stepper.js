// − and + work at once, and the total follows. Without this script they send the form and the server does the same.
(() => {
  const language = document.documentElement.lang || "vi";
  const money = new Intl.NumberFormat(language, { style: "currency", currency: "VND", maximumFractionDigits: 0 });
  const bound = (input, name, otherwise) => (input[name] === "" ? otherwise : Number(input[name]));

  function clamp(input, wanted) {
    const number = Number.isFinite(wanted) ? Math.trunc(wanted) : 0;
    return Math.min(bound(input, "max", Infinity), Math.max(bound(input, "min", 0), number));
  }

  function showEnds(input) {
    const value = Number(input.value);
    for (const button of input.closest("[data-stepper]").querySelectorAll("[data-step]")) {
      // aria-disabled keeps the button in reach of the keyboard, where `disabled` would throw the focus away.
      button.setAttribute("aria-disabled", String(clamp(input, value + Number(button.dataset.step)) === value));
    }
  }

  function showTotal(form) {
    let total = 0;
    const party = [];
    for (const input of form.querySelectorAll("input[data-price-vnd]")) {
      const count = clamp(input, Number(input.value));
      total += count * Number(input.dataset.priceVnd);
      if (count > 0) party.push(`${count} × ${input.dataset.label}`);
    }
    for (const place of form.querySelectorAll("[data-total]")) place.textContent = money.format(total);
    for (const place of form.querySelectorAll("[data-party]")) place.textContent = party.join(", ");
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-stepper] [data-step]");
    if (!button) return;
    event.preventDefault();
    const input = button.closest("[data-stepper]").querySelector("input");
    const value = clamp(input, Number(input.value) + Number(button.dataset.step));
    if (value === Number(input.value)) return;
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-stepper] input")) return;
    showEnds(event.target);
    showTotal(event.target.form);
  });

  // What was typed is brought between its ends when the reader leaves the field, never while typing.
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-stepper] input")) return;
    event.target.value = clamp(event.target, Number(event.target.value));
    showEnds(event.target);
    showTotal(event.target.form);
  });

  function start(root) {
    for (const input of root.querySelectorAll("[data-stepper] input")) showEnds(input);
  }

  start(document);
  document.addEventListener("htmx:afterSettle", (event) => start(event.target));
})();
