// A party as it is once its waiting taps are sent, reckoned by this phone alone: the server has the last word.
window.deskState = (() => {
  const STEPS = {
    check_in: (party, tap) => ({ status: "REDEEMED", came: party.people, checked_in_at: tap.tapped_at, status_text: "" }),
    undo_check_in: () => ({ status: "CONFIRMED", came: 0, checked_in_at: null, status_text: "" }),
    undo_no_show: () => ({ status: "CONFIRMED", status_text: "" }),
    came: (_party, tap) => {
      const came = Object.values(tap.value.units).reduce((sum, number) => sum + number, 0);
      return { status: "REDEEMED", came, checked_in_at: tap.tapped_at, status_text: "" };
    },
    pay: (party, tap) => ({
      due: party.due - tap.value.amount,
      payments: [...party.payments, { key: tap.key, amount: tap.value.amount }],
    }),
    pay_undo: (party, { value }) => {
      const gone = party.payments.find((row) => (value.key ? row.key === value.key : row.entry === value.entry));
      return { due: party.due + (gone?.amount ?? 0), payments: party.payments.filter((row) => row !== gone) };
    },
  };

  return {
    after(party, taps) {
      const waiting = taps.filter((tap) => tap.reference === party.reference);
      const state = { ...party, waits: waiting.length > 0 };
      for (const tap of waiting) Object.assign(state, STEPS[tap.what]?.(state, tap));
      return state;
    },
  };
})();
