// A map beside each pair of numbers that say where something is: pressing it, or dragging its pin, writes the numbers.
// Rows that are added to a form have theirs too. Without this script the numbers are typed.
(() => {
  const BAC_NINH = [21.15, 106.1];

  function load(tag, attributes) {
    return new Promise((resolve) => {
      const element = Object.assign(document.createElement(tag), attributes);
      element.addEventListener("load", resolve);
      document.head.append(element);
    });
  }

  let leaflet;
  function loaded({ script, style }) {
    leaflet ??= Promise.all([load("link", { rel: "stylesheet", href: style }), load("script", { src: script })]);
    return leaflet;
  }

  function numbers(box) {
    for (let area = box.parentElement; area; area = area.parentElement) {
      const found = ["latitude", "longitude"].map((name) => area.querySelector(`input[name$="${name}"]`));
      if (found.every(Boolean)) return found;
    }
    return null;
  }

  function known() {
    return JSON.parse(document.getElementById("known-points")?.textContent ?? "[]");
  }

  async function start(box) {
    const inputs = numbers(box);
    if (!inputs || box.dataset.started) return;
    box.dataset.started = "yes";
    await loaded(box.dataset);
    box.hidden = false;
    const { L } = window;
    const written = () => (inputs.every((input) => input.value) ? inputs.map((input) => Number(input.value)) : null);
    const map = L.map(box.querySelector(".point__map"), {
      scrollWheelZoom: false,
      attributionControl: Boolean(box.dataset.tiles),
    });
    map.setView(written() ?? BAC_NINH, written() ? 15 : 10);
    if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { attribution: box.dataset.attribution }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    for (const { name, at } of known()) {
      const label = document.createElement("span");
      label.textContent = name;
      L.circleMarker(at, { radius: 5, className: "point__known" }).bindTooltip(label, { permanent: true }).addTo(map);
    }
    const icon = L.divIcon({ className: "point__pin", iconSize: [24, 24] });
    const pin = L.marker(map.getCenter(), { draggable: true, icon, opacity: written() ? 1 : 0 }).addTo(map);
    const write = ({ lat, lng }) => {
      inputs[0].value = lat.toFixed(6);
      inputs[1].value = lng.toFixed(6);
      pin.setLatLng([lat, lng]).setOpacity(1);
      for (const input of inputs) input.dispatchEvent(new Event("change", { bubbles: true }));
    };
    map.on("click", (event) => write(event.latlng));
    pin.on("dragend", () => write(pin.getLatLng()));
    for (const input of inputs) {
      input.addEventListener("input", () => {
        const place = written();
        if (place?.every(Number.isFinite)) map.setView(pin.setLatLng(place).setOpacity(1).getLatLng());
      });
    }
    // A part of the form that was folded away had no size.
    new ResizeObserver(() => map.invalidateSize()).observe(box);
  }

  const all = (root) => {
    for (const box of root.querySelectorAll("[data-point]")) start(box);
  };
  document.addEventListener("DOMContentLoaded", () => {
    all(document);
    new MutationObserver(() => all(document)).observe(document.body, { childList: true, subtree: true });
  });
})();
