// Key tones and ringing by two oscillators each. Silent until the person has touched the page.
const LOW = [697, 770, 852, 941]; // hertz; ITU-T Q.23
const HIGH = [1209, 1336, 1477];
const KEYS = "123456789*0#";
const RING = [400, 450];
const KEPT = "phones.sound";
let context = null;
let ringing = null;

export function wanted() {
  try { return localStorage.getItem(KEPT) !== "off"; } catch { return true; }
}

export function want(on) {
  try { localStorage.setItem(KEPT, on ? "on" : "off"); } catch { /* not remembered, then */ }
  if (!on) ring(false);
}

for (const touch of ["pointerdown", "keydown"]) {
  document.addEventListener(touch, () => { context ??= new AudioContext(); }, { once: true });
}

export function key(pressed) {
  const place = KEYS.indexOf(pressed);
  if (context && wanted() && place >= 0) tone([LOW[Math.floor(place / 3)], HIGH[place % 3]], context.currentTime, 0.12, 0.06);
}

// Rings until told to stop.
export function ring(on) {
  if (on && !ringing && context && wanted()) {
    double();
    ringing = setInterval(double, 3000);
  } else if (!on && ringing) {
    clearInterval(ringing);
    ringing = null;
  }
}

function double() {
  tone(RING, context.currentTime, 0.4, 0.05);
  tone(RING, context.currentTime + 0.6, 0.4, 0.05);
}

function tone(hertz, at, seconds, loudness) {
  const gain = context.createGain();
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(loudness, at + 0.01);
  gain.gain.setValueAtTime(loudness, at + seconds - 0.02);
  gain.gain.linearRampToValueAtTime(0, at + seconds);
  gain.connect(context.destination);
  for (const frequency of hertz) {
    const oscillator = context.createOscillator();
    oscillator.frequency.value = frequency;
    oscillator.connect(gain);
    oscillator.start(at);
    oscillator.stop(at + seconds);
  }
}
