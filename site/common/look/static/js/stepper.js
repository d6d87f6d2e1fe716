// − and + work at once, and the total follows. Without this script they send the form and the server does the same.
// A party ends at the largest that can be booked at once. Where the chosen time has no places for all, the panel says so
// and offers other times, the waiting list and the host's number: [data-party-limits].
(() => {
  const language = document.documentElement.lang || "vi";
  const money = new Intl.NumberFormat(language, { style: "currency", currency: "VND", maximumFractionDigits: 0 });
  const bound = (input, name, otherwise) => (input[name] === "" ? otherwise : Number(input[name]));

  function clamp(input, wanted) {
    const number = Number.isFinite(wanted) ? Math.trunc(wanted) : 0;
    return Math.min(bound(input, "max", Infinity), Math.max(bound(input, "min", 0), number));
  }

  const units = (form) => [...form.querySelectorAll("input[data-seats]")];
  const count = (input) => Math.max(Number(input.value) || 0, 0);
  const sum = (inputs, weight) => inputs.reduce((total, input) => total + count(input) * weight(input), 0);

  // What one costs where so many come: data-steps has it from so many guests on, those on a lap not counted.
  function priceOf(input, people) {
    const steps = (input.dataset.steps || "").split(" ").filter(Boolean).map((step) => step.split(":").map(Number));
    const reached = steps.filter(([from]) => from <= people).pop();
    return reached ? reached[1] : Number(input.dataset.priceVnd);
  }

  // What the booking's code takes off such a price, as DiscountCode.off_vnd has it.
  function offOf(form, price) {
    const { offPercent, offVnd, offFrom } = form.dataset;
    if (offFrom === undefined || price < Number(offFrom)) return 0;
    const percent = Number(offPercent);
    if (!percent) return Math.min(Number(offVnd), price);
    return percent === 100 ? price : Math.floor((price * percent) / 100_000) * 1000;
  }

  function showLimits(form) {
    const box = form.querySelector("[data-party-limits]");
    if (!box) return;
    const most = Number(box.dataset.people);
    const people = sum(units(form), () => 1);
    const seats = sum(units(form), (input) => Number(input.dataset.seats));
    for (const input of units(form)) input.max = Math.max(most - people + count(input), 0);
    for (const input of form.querySelectorAll("input[data-per-person]")) {
      input.max = Math.min(Number(input.dataset.perPerson), people);
      // Nobody's extra is kept for a guest who does not come; an empty party is only on the way to another.
      if (people > 0) input.value = Math.min(count(input), Number(input.max));
    }
    for (const part of box.querySelectorAll("[data-fits]")) part.hidden = seats > Number(part.dataset.fits);
    for (const list of box.querySelectorAll("[data-fitting-times]")) list.hidden = !list.querySelector("[data-fits]:not([hidden])");
    box.querySelector("[data-limit=people]").hidden = people < most;
    box.querySelector("[data-limit=seats]").hidden = seats <= Number(box.dataset.seats);
  }

  function follow(form) {
    showLimits(form);
    for (const input of form.querySelectorAll("[data-stepper] input")) showEnds(input);
    showTotal(form);
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
    const people = sum(units(form).filter((input) => Number(input.dataset.seats)), () => 1);
    for (const input of form.querySelectorAll("input[data-price-vnd]")) {
      const number = clamp(input, Number(input.value));
      total += number * priceOf(input, people);
      if (number > 0) party.push(`${number} × ${input.dataset.label}`);
    }
    total -= offOf(form, total);
    for (const place of form.querySelectorAll("[data-total]")) place.textContent = money.format(total);
    for (const field of form.querySelectorAll("[data-total-value]")) field.value = total;
    showChange(form, total);
    for (const place of form.querySelectorAll("[data-party]")) place.textContent = party.join(", ");
  }

  // Of a party that is changed: what it costs more or less than until now.
  function showChange(form, total) {
    const box = form.querySelector("[data-change]");
    if (!box) return;
    const more = total - Number(box.dataset.change);
    for (const row of box.querySelectorAll("[data-change-when]")) row.hidden = row.dataset.changeWhen !== (more > 0 ? "more" : more < 0 ? "less" : "same");
    for (const place of box.querySelectorAll("[data-change-amount]")) place.textContent = money.format(Math.abs(more));
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
    follow(event.target.form);
  });

  // What was typed is brought between its ends when the reader leaves the field, never while typing.
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-stepper] input")) return;
    event.target.value = clamp(event.target, Number(event.target.value));
    follow(event.target.form);
  });

  function start(root) {
    for (const input of root.querySelectorAll("[data-stepper] input")) showEnds(input);
  }

  start(document);
  document.addEventListener("htmx:afterSettle", (event) => start(event.target));
})();
