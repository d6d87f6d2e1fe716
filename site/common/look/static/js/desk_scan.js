// Reads the guest's code with the camera, where the browser can. The form does the rest, with or without this.
(async () => {
  const root = document.querySelector("[data-scan]");
  if (!root || !("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return;
  const formats = await BarcodeDetector.getSupportedFormats();
  if (!formats.includes("qr_code")) return;

  const part = (name) => root.querySelector(`[data-scan-${name}]`);
  const [video, view, start, stop] = ["video", "view", "start", "stop"].map(part);
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  let stream = null;

  function showRunning(running) {
    view.hidden = stop.hidden = !running;
    start.hidden = running;
  }

  function close() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    showRunning(false);
  }

  async function look() {
    if (!stream) return;
    const [code] = await detector.detect(video).catch(() => []);
    if (!code) {
      setTimeout(look, 200);
      return;
    }
    const field = part("form").elements.code;
    field.value = code.rawValue;
    close();
    navigator.vibrate?.(80);
    part("form").requestSubmit();
  }

  start.addEventListener("click", async () => {
    part("refused").hidden = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      part("refused").hidden = false;
      part("app").hidden = false;
      return;
    }
    video.srcObject = stream;
    showRunning(true);
    await video.play();
    look();
  });
  stop.addEventListener("click", close);
  window.addEventListener("pagehide", close);

  part("camera").hidden = false;
  part("app").hidden = true;
})();
