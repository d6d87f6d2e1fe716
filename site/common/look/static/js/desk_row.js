// One party of the kept list, drawn with the buttons that make sense for it.
window.deskRow = (() => {
  const { words } = window.deskQueue;
  const { fill, money } = window.deskWords;
  const MOST_BUTTONS = 12;
  const language = document.documentElement.lang === "en" ? "en-GB" : "vi";
  const NUMBERS = { hour: "2-digit", minute: "2-digit", day: "numeric", month: "numeric", hourCycle: "h23" };
  const moment = new Intl.DateTimeFormat(language, { ...NUMBERS, timeZone: "Asia/Ho_Chi_Minh" });
  const template = (name) => document.querySelector(`template[data-${name}]`).content.firstElementChild;

  function show(element, text = null) {
    element.hidden = false;
    if (text === null) return;
    (element.querySelector("[data-words]") ?? element).textContent = text;
  }

  function stateText({ status, status_text, came, people }) {
    if (status !== "REDEEMED") return status_text;
    return came < people ? fill(words.came, { came, booked: people }) : words.here;
  }

  function button(text, tap, data) {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
    made.className = "button button--quiet button--small num";
    Object.assign(made.dataset, { tap, ...data });
    return made;
  }

  // How many of each kind came: a button each for a party of one kind, else a field each and one button.
  function fewer(row, party) {
    const box = row.querySelector("[data-numbers]");
    const [unit, ...others] = party.units;
    if (!others.length && unit.number <= MOST_BUTTONS) {
      for (let number = unit.number - 1; number > 0; number -= 1) box.append(button(`${number}/${unit.number}`, "came", { number }));
      return;
    }
    for (const { id, label, number } of party.units) {
      const field = document.createElement("label");
      const input = Object.assign(document.createElement("input"), { type: "number", inputMode: "numeric", min: 0, max: number, value: number });
      field.className = "desk-offline__number";
      input.dataset.unit = id;
      field.append(label, input);
      box.append(field);
    }
    row.querySelector("[data-count]").hidden = false;
  }

  function purse(row, party) {
    const { due, payments } = party;
    const find = (name) => row.querySelector(`[data-${name}]`);
    if (!party.sees_money) find("charge-all").closest("label").hidden = true;
    if (due > 0) {
      const [cash, transfer] = row.querySelectorAll("[data-tap=pay]");
      show(cash);
      cash.textContent = fill(words.to_pay, { amount: money.format(due) });
      transfer.textContent = fill(words.by_transfer, { amount: money.format(due) });
      find("other").hidden = false;
    } else if (due < 0) {
      show(find("owed"), fill(words.to_return, { amount: money.format(-due) }));
    }
    for (const { entry, key, amount, text } of payments) {
      const line = template("payment").cloneNode(true);
      line.querySelector("[data-text]").textContent = text ?? fill(words.collected, { amount: money.format(amount) });
      Object.assign(line.querySelector("button").dataset, entry ? { entry } : { key });
      find("payments").append(line);
      find("payments").hidden = false;
    }
  }

  return (party) => {
    const row = template("party").cloneNode(true);
    const find = (name) => row.querySelector(`[data-${name}]`);
    row.classList.add(`desk-booking-row--${party.status.toLowerCase()}`);
    row.dataset.reference = party.reference;
    find("people").textContent = party.people;
    find("name").textContent = party.name;
    find("party-text").textContent = party.party;
    for (const name of ["needs", "note"]) if (party[name]) show(find(name), party[name]);
    if (party.phone_url) {
      find("phone").href = party.phone_url;
      show(find("phone"), party.phone);
    }
    const isExpected = party.status === "CONFIRMED";
    const isHere = party.status === "REDEEMED";
    if (!isExpected) {
      find("state").classList.add(`state--${party.status.toLowerCase()}`);
      show(find("state"), stateText(party));
    }
    find("waiting").hidden = !party.waits;
    row.querySelector("[data-tap=check_in]").hidden = !isExpected || Boolean(party.opens);
    if (isExpected && party.opens) show(find("opens"), fill(words.opens, { when: moment.format(new Date(party.opens)) }));
    row.querySelector("[data-tap=undo_check_in]").hidden = !isHere;
    row.querySelector("[data-tap=undo_no_show]").hidden = party.status !== "NO_SHOW";
    if (isExpected || isHere) {
      const mayCome = party.people > 1 && !party.opens;
      find("fewer").hidden = !mayCome;
      if (mayCome) fewer(row, party);
      purse(row, party);
    }
    for (const whose of row.querySelectorAll("[data-whose]")) whose.textContent = `: ${party.name}`;
    return row;
  };
})();
