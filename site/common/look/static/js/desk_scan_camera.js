// The phone's camera for a page that stays open all day: off while nobody looks, the light where there is one, no sleep.
window.deskScan = {};
window.deskScan.camera = (video, changed) => {
  let stream = null;
  let lock = null;
  let wanted = false;

  async function stayAwake() {
    lock = await navigator.wakeLock?.request("screen").catch(() => null);
  }

  function release() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    lock?.release().catch(() => {});
    stream = lock = null;
    video.srcObject = null;
    changed(false);
  }

  // True once the picture runs; throws where there is no camera or no leave to use it.
  async function open() {
    wanted = true;
    if (stream) return;
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
      });
    } catch (error) {
      wanted = false;
      throw error;
    }
    // Looked away from while the phone was asking.
    if (!wanted || document.hidden) {
      release();
      return;
    }
    // Such as by a call that came in.
    for (const track of stream.getTracks()) track.addEventListener("ended", release);
    video.srcObject = stream;
    changed(true);
    stayAwake();
    await video.play();
  }

  function close() {
    wanted = false;
    release();
  }

  function torchTrack() {
    const [track] = stream?.getVideoTracks() ?? [];
    return track?.getCapabilities?.().torch ? track : null;
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) release();
    else if (wanted) open().catch(() => {});
  });
  window.addEventListener("pagehide", release);

  return {
    open,
    close,
    get running() {
      return stream !== null && video.readyState >= 2;
    },
    get hasTorch() {
      return torchTrack() !== null;
    },
    light: (on) => torchTrack()?.applyConstraints({ advanced: [{ torch: on }] }),
  };
};
