// Pins and popups of the map. folium's script calls pin, bind and start; names and notes come as JSON and are only ever
// set as text.
// biome-ignore lint/correctness/noUnusedVariables: folium's script, written by villages, uses it.
const veLangMap = (() => {
  const NEAR = 14; // from this zoom on places do not lie on top of each other
  const CLOSE_UP = 16;
  const LIFT = { v: -14, p: -8 }; // of a popup above its pin
  const STEP = 56; // wider than a pin, so that two of them stand side by side
  const SVG = "http://www.w3.org/2000/svg";
  const texts = JSON.parse(document.getElementById("map-texts").textContent);
  const words = document.querySelector("[data-map]").dataset;
  const layers = new Map();

  function make(tag, className, text) {
    const element = document.createElement(tag);
    element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  function sign(name) {
    const svg = document.createElementNS(SVG, "svg");
    const use = document.createElementNS(SVG, "use");
    svg.setAttribute("class", "pin__sign");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `#${name}`);
    svg.append(use);
    return svg;
  }

  // Where a pin may stand instead of its place, the nearest first: in rings around it, in pixels.
  const ways = [[0, 0]];
  for (const ring of [1, 2, 3]) {
    for (let turn = 0; turn < 8 * ring; turn++) {
      const angle = (turn * Math.PI) / (4 * ring);
      ways.push([STEP * ring * Math.cos(angle), STEP * ring * Math.sin(angle)].map(Math.round));
    }
  }

  function pin(feature, position) {
    const { key, sign: name, pigment } = feature.properties;
    const village = key.startsWith("v");
    const block = make("span", "pin__block");
    block.append(sign(name));
    const html = make("span", "pin__body");
    html.append(block);
    if (village) html.append(make("span", "pin__name", texts[key].name));
    const kind = village ? "pin--village" : "pin--place";
    const example = texts[key].example ? " pin--example" : "";
    const size = village ? 52 : 44;
    const icon = L.divIcon({ html, className: `pin ${kind} pigment--${pigment}${example}`, iconSize: [size, size] });
    return L.marker(position, { icon, riseOnHover: true, zIndexOffset: village ? 500 : 0 });
  }

  function card(text) {
    const sheet = make("div", "slip");
    sheet.append(make("p", "slip__name", text.name), make("p", "slip__kind", text.kind));
    for (const line of text.lines) sheet.append(make("p", "slip__line", line));
    const marks = make("p", "slip__marks");
    for (const mark of text.marks) marks.append(make("span", "slip__mark", mark));
    if (text.marks.length) sheet.append(marks);
    if (text.url) sheet.append(way(text.url, text.link, "_top"));
    if (text.near) sheet.append(way(text.near, words.near, "_self"));
    return sheet;
  }

  function way(url, text, target) {
    const link = make("a", "slip__link", text);
    link.href = url;
    link.target = target;
    return link;
  }

  function bind(feature, layer) {
    const { key } = feature.properties;
    const text = texts[key];
    layers.set(key, layer);
    layer.bindPopup(() => card(text), {
      minWidth: 210,
      maxWidth: 250,
      offset: [0, LIFT[key[0]]],
      autoPanPaddingTopLeft: [64, 12],
      autoPanPaddingBottomRight: [12, 12],
    });
    if (key.startsWith("p") && matchMedia("(hover: hover)").matches) {
      layer.bindTooltip(() => make("span", "", text.name), { direction: "top", offset: [0, -18] });
    }
    layer.on("add", () => {
      const element = layer.getElement();
      element.setAttribute("aria-label", [text.name, text.kind, ...text.marks].join(", "));
      element.setAttribute("aria-haspopup", "dialog");
      element.addEventListener("keydown", (event) => {
        if (event.key !== " ") return;
        event.preventDefault();
        layer.openPopup();
      });
    });
    layer.on("popupopen", ({ popup }) => {
      layer.closeTooltip();
      const element = popup.getElement();
      element.setAttribute("role", "dialog");
      element.setAttribute("aria-label", text.name);
      const close = element.querySelector(".leaflet-popup-close-button");
      close.setAttribute("aria-label", words.close);
      close.title = words.close;
      // Leaflet brings the popup into sight itself; a browser that scrolls to it would shift the map in its box.
      (element.querySelector(".slip__link") ?? close).focus({ preventScroll: true });
    });
    layer.on("popupclose", ({ popup }) => {
      if (popup.getElement()?.contains(document.activeElement)) layer.getElement()?.focus({ preventScroll: true });
    });
  }

  function manners(map) {
    // The page scrolls with one finger or the wheel; the map moves with two fingers, or once it was pressed.
    if (matchMedia("(pointer: coarse)").matches) map.dragging.disable();
    // Leaflet focuses the map when it is pressed; were the page to scroll to it, the press would miss its pin.
    const container = map.getContainer();
    container.focus = () => HTMLElement.prototype.focus.call(container, { preventScroll: true });
    map.scrollWheelZoom.disable();
    map.on("focus", () => map.scrollWheelZoom.enable());
    map.on("blur", () => map.scrollWheelZoom.disable());
    container.addEventListener("keydown", (event) => {
      if (event.key === "Escape") map.closePopup();
    });
  }

  function controls(map) {
    L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
    L.control.attribution({ prefix: false }).addTo(map);
  }

  function overlap(one, other) {
    return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  }

  // The box of a pin, without its name or with it, as far from its place as `way` says.
  function boxes(element, at, [dx, dy]) {
    const name = element.querySelector(".pin__name");
    const half = element.offsetWidth / 2;
    const wide = Math.max(half, (name?.offsetWidth ?? 0) / 2);
    const [x, y] = [at.x + dx, at.y + dy];
    const block = { left: x - half, right: x + half, top: y - half, bottom: y + half };
    const below = name ? name.offsetHeight + 8 : 0;
    return { block, whole: { ...block, left: x - wide, right: x + wide, bottom: y + half + below } };
  }

  // A pin that would lie on another one stands beside it, so that each can be pressed. Villages keep their places first,
  // and make way for each other's blocks alone; a place makes way for their names, too.
  function spread(map) {
    const size = map.getSize();
    const outside = (box) => box.left < 0 || box.top < 0 || box.right > size.x || box.bottom > size.y;
    const taken = [];
    const shown = [...layers].filter(([, layer]) => map.hasLayer(layer));
    for (const [key, layer] of shown.sort(([one], [other]) => other.charCodeAt(0) - one.charCodeAt(0))) {
      const element = layer.getElement();
      const at = map.latLngToContainerPoint(layer.getLatLng());
      const what = key[0] === "v" ? "block" : "whole";
      const lost = outside(boxes(element, at, [0, 0]).block);
      const fits = (way) => {
        const box = boxes(element, at, way)[what];
        return (lost || way === ways[0] || !outside(box)) && !taken.some((other) => overlap(box, other[what]));
      };
      const [dx, dy] = ways.find(fits) ?? ways[0];
      taken.push(boxes(element, at, [dx, dy]));
      element.style.marginLeft = `${dx - element.offsetWidth / 2}px`;
      element.style.marginTop = `${dy - element.offsetHeight / 2}px`;
      layer.getPopup().options.offset = [dx, dy + LIFT[key[0]]];
      if (layer.getTooltip()) layer.getTooltip().options.offset = [dx, dy - 18];
    }
  }

  // The list beside the map links to #p12: come close to that place and say what it is.
  function openAddressed(map) {
    const layer = layers.get(location.hash.slice(1));
    if (!layer) return;
    map.setView(layer.getLatLng(), Math.max(map.getZoom(), CLOSE_UP), { animate: false });
    layer.openPopup();
    history.replaceState(null, "", location.pathname + location.search);
  }

  function start(map, near) {
    const container = map.getContainer();
    container.setAttribute("role", "region");
    container.setAttribute("aria-label", words.label);
    manners(map);
    controls(map);
    const showNear = () => {
      const close = map.getZoom() >= NEAR;
      container.classList.toggle("is-near", close);
      if (close !== map.hasLayer(near)) close ? map.addLayer(near) : map.removeLayer(near);
      spread(map);
    };
    map.on("zoomend", showNear);
    showNear();
    openAddressed(map);
    addEventListener("hashchange", () => openAddressed(map));
  }

  return { pin, bind, start };
})();
