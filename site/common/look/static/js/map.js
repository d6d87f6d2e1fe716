// A link that shows something in the map's frame brings the frame into sight. Without this script it only shows it.
(() => {
  const frame = document.getElementById("map-frame");
  document.addEventListener("click", (event) => {
    if (!frame || !event.target.closest('a[target="map-frame"]')) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    frame.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  });
})();
