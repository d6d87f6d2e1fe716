// What a host at arm's length cannot read or hit: a sentence for each text under 16 px and each target under 44 px.
() => {
  const SMALLEST = 16;
  const THUMB = 44;
  const found = new Set();
  const name = (element) =>
    [element.parentElement, element].map((at) => [at.tagName.toLowerCase(), ...at.classList].join(".")).join(" > ");
  const say = (what, element, text) => found.add(`${what}: ${name(element)} “${text.trim().slice(0, 40)}”`);
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const aside = (element) => element.closest(".visually-hidden, .skip-link:not(:focus), svg, iframe, option");

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (!text.data.trim() || ["SCRIPT", "STYLE", "NOSCRIPT"].includes(element.tagName)) continue;
    if (!shown(element) || aside(element)) continue;
    const size = Number.parseFloat(getComputedStyle(element).fontSize);
    if (size < SMALLEST) say(`${size} px`, element, text.data);
  }

  // A link among the words of a sentence is as high as its line, as everywhere (WCAG 2.5.8, "inline").
  const inSentence = (element) => {
    if (element.tagName !== "A" || getComputedStyle(element).display !== "inline") return false;
    return [...element.parentElement.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && /\p{L}/u.test(node.data));
  };
  // What a thumb may hit for it: itself, the label around or beside it, and what is drawn over a whole row.
  const reach = (element) => {
    const boxes = [element, ...(element.labels ?? [])].map((at) => at.getBoundingClientRect());
    const over = getComputedStyle(element, "::after");
    if (over.content !== "none" && over.position === "absolute" && element.offsetParent) {
      boxes.push(element.offsetParent.getBoundingClientRect());
    }
    const most = (side) => Math.max(...boxes.map((box) => box[side]));
    return [most("width"), most("height")];
  };
  for (const element of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
    if (!shown(element) || aside(element) || inSentence(element)) continue;
    const [width, height] = reach(element);
    if (width && (Math.round(width) < THUMB || Math.round(height) < THUMB)) {
      say(`${Math.round(width)} × ${Math.round(height)} px to tap`, element, element.innerText || element.value || "");
    }
  }
  return [...found];
}
