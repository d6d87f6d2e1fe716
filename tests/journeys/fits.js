// What of a page a reader with large text, or a narrow phone, cannot read or press: a sentence for each.
() => {
  const width = document.documentElement.clientWidth;
  const found = new Set();
  const name = (element) => {
    const own = [element.tagName.toLowerCase(), ...element.classList].join(".");
    return element.parentElement ? `${[element.parentElement.tagName.toLowerCase(), ...element.parentElement.classList].join(".")} > ${own}` : own;
  };
  const say = (what, element, text = "") => found.add(`${what}: ${name(element)} “${text.trim().slice(0, 40)}”`);
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const aside = (element) => element.closest(".visually-hidden, [data-scrolls], svg, iframe, option, .leaflet-container");
  // A box that is meant to be scrolled by hand shows all of what it holds.
  const scrolls = (element) => {
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(box).overflowX)) return true;
    }
    return false;
  };
  // A card's link reaches over the whole card without a picture of its own.
  const drawn = (element, x, y) =>
    [...element.getClientRects()].some((box) => box.left <= x && x <= box.right && box.top <= y && y <= box.bottom);

  // A long address may break anywhere; a word of a few letters that breaks stands in a column that is too narrow.
  const broken = (text) => {
    if (getComputedStyle(text.parentElement).hyphens === "auto" || /:\/\/|@/.test(text.data)) return "";
    const range = document.createRange();
    for (const word of text.data.matchAll(/[\p{L}\p{N}]{2,14}/gu)) {
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) return word[0];
    }
    return "";
  };

  if (document.scrollingElement.scrollWidth > width + 1) {
    found.add(`the page is ${document.scrollingElement.scrollWidth} px wide on a screen of ${width}`);
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (!text.data.trim() || ["SCRIPT", "STYLE", "NOSCRIPT", "TITLE"].includes(element.tagName)) continue;
    if (!shown(element) || aside(element) || scrolls(element)) continue;
    if (broken(text)) say("breaks a word", element, broken(text));
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const line of range.getClientRects()) {
      if (line.width < 2 || line.height < 2) continue;
      if (line.right > width + 1 || line.left < -1) say("runs out", element, text.data);
      const [x, y] = [line.left + line.width / 2, line.top + line.height / 2];
      const at = document.elementFromPoint(x, y);
      if (at && !at.contains(element) && !element.contains(at) && drawn(at, x, y)) say(`is covered by ${name(at)}`, element, text.data);
    }
  }
  for (const element of document.querySelectorAll("main *, header *, footer *, nav *")) {
    if (!shown(element) || aside(element) || scrolls(element)) continue;
    const style = getComputedStyle(element);
    if (["hidden", "clip"].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1 && element.innerText?.trim()) {
      say("is cut", element, element.innerText);
    }
    if (!element.matches("a, button, input:not([type=hidden]), select, textarea, summary")) continue;
    const box = element.getBoundingClientRect();
    if (box.width && (box.right > width + 1 || box.left < -1)) say("runs out", element, element.innerText || element.value || "");
  }
  return [...found];
}
