// What is heard and felt of an answer, so that the host need not look: up for come in, twice for ask, low for stop.
(() => {
  // Hertz and seconds of each note; milliseconds of shaking and rest.
  const TONES = {
    good: { notes: [[660, 0.1], [990, 0.16]], shake: [90] },
    ask: { notes: [[520, 0.14], [520, 0.14]], shake: [90, 90, 90] },
    stop: { notes: [[220, 0.45]], shake: [400] },
  };
  const REST = 0.06;
  let sound = null;

  // Browsers let a page be heard from the first touch on.
  function wake() {
    sound ??= "AudioContext" in window ? new AudioContext() : null;
    if (sound?.state === "suspended") sound.resume().catch(() => {});
  }

  function note(height, from, length) {
    const [voice, loudness] = [sound.createOscillator(), sound.createGain()];
    voice.frequency.value = height;
    loudness.gain.setValueAtTime(0.4, from);
    loudness.gain.exponentialRampToValueAtTime(0.001, from + length);
    voice.connect(loudness).connect(sound.destination);
    voice.start(from);
    voice.stop(from + length);
  }

  window.deskScan.tell = (tone) => {
    const told = TONES[tone];
    if (!told) return;
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(told.shake);
    if (sound?.state !== "running") return;
    let at = sound.currentTime;
    for (const [height, length] of told.notes) {
      note(height, at, length);
      at += length + REST;
    }
  };

  document.addEventListener("pointerdown", wake);
  document.addEventListener("keydown", wake);
})();
