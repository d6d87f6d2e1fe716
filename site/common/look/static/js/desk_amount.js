// A part of what is due, as people write amounts: "250.000", "250k" (parse_vnd of common/words/money.py reads the same).
window.deskAmount = (() => {
  const AMOUNT = /^(\d{1,3}(?:[., ]\d{3}){1,4}|\d{1,12}) ?(k|nghìn|ngàn)? ?(?:đ|₫|vnd|đồng)?$/;
  // What is less was meant in thousands, and nobody can be asked back here.
  const LEAST = 1_000;

  // Whole đồng of what `input` says; null where that is no part of `due`, with what is wrong said beside it.
  function read(input, due) {
    const { words } = window.deskQueue;
    const { fill, money } = window.deskWords;
    const text = input.value.normalize("NFC").toLowerCase().trim().replace(/\s+/g, " ");
    const [, digits, thousands] = AMOUNT.exec(text) ?? [];
    const amount = digits ? Number(digits.replace(/\D/g, "")) * (thousands ? 1000 : 1) : 0;
    if (amount > 0 && (amount === due || (amount >= LEAST && amount < due))) return amount;
    say(input, fill(words.no_part, { amount: money.format(due) }));
    return null;
  }

  // Beside `input`, until something else is typed.
  function say(input, message) {
    input.setCustomValidity(message);
    input.addEventListener("input", () => input.setCustomValidity(""), { once: true });
    input.reportValidity();
  }

  return { read, say };
})();
