// Reads the code in the camera's picture: by the browser where it can, else the server reads small frames.
window.deskScan.reader = async (video, address) => {
  // Pixels of a side, bytes at most (as bookings/desk/day/frames.py), milliseconds between two frames.
  const SIDE = 480;
  const MOST = 60_000;
  const PAUSE = 500;
  // A picture that stands still, such as of a table, is sent so seldom, and costs the host no data.
  const STILL = 2000;
  const TINY = 16;

  async function native() {
    if (!("BarcodeDetector" in window)) return null;
    const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
    return formats.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
  }

  let detector = await native();
  const canvas = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE });
  const tiny = Object.assign(document.createElement("canvas"), { width: TINY, height: TINY });
  const glance = tiny.getContext("2d", { willReadFrequently: true });
  let [before, sentAt] = [null, 0];

  function moved() {
    glance.drawImage(canvas, 0, 0, TINY, TINY);
    const now = glance.getImageData(0, 0, TINY, TINY).data;
    const changes = before ? now.reduce((sum, value, at) => sum + Math.abs(value - before[at]), 0) / now.length : 255;
    if (changes < 2 && performance.now() - sentAt < STILL) return false;
    before = now;
    return true;
  }

  function jpeg(quality) {
    return new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
  }

  async function frame() {
    const side = Math.min(video.videoWidth, video.videoHeight);
    const [x, y] = [(video.videoWidth - side) / 2, (video.videoHeight - side) / 2];
    canvas.getContext("2d").drawImage(video, x, y, side, side, 0, 0, SIDE, SIDE);
    if (!moved()) return null;
    const blob = await jpeg(0.6);
    return blob.size > MOST ? jpeg(0.3) : blob;
  }

  // Throws where there is no signal.
  async function byServer(token) {
    await new Promise((done) => setTimeout(done, sentAt + PAUSE - performance.now()));
    const body = await frame();
    if (!body) return "";
    sentAt = performance.now();
    const headers = { "Content-Type": "image/jpeg", "X-CSRFToken": token, "HX-Request": "true" };
    const answer = await fetch(address, { method: "POST", body, headers, signal: AbortSignal.timeout?.(8000) });
    // Signed out, or signed in anew in another tab: the page as it is now knows what to do.
    if (answer.headers.has("HX-Redirect") || answer.status === 403) window.location.reload();
    if (!answer.ok) {
      sentAt += 5000;
      return "";
    }
    return (await answer.json().catch(() => ({ text: "" }))).text ?? "";
  }

  return async (token) => {
    if (!detector) return byServer(token);
    try {
      const [code] = await detector.detect(video);
      return code?.rawValue ?? "";
    } catch {
      // Some phones have the name of it and nothing behind.
      detector = null;
      return "";
    }
  };
};
