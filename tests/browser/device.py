"""A computer with microphones that anybody may plug in, and a telephone company's library that calls nobody: what the
page asks of them is kept, and a story lets happen what it wants."""

from __future__ import annotations

HEARING = """
const microphones = { "": "", desk: "Desk microphone", head: "Headset" };
if (!navigator.mediaDevices) Object.defineProperty(navigator, "mediaDevices", { value: {} }); // an empty page has none
window.computer = { refuses: "", opened: [], microphones, hum: 1 };
navigator.mediaDevices.getUserMedia = async ({ audio }) => {
  if (computer.refuses) throw new DOMException("in the browser's own words", computer.refuses);
  computer.opened.push(audio.deviceId?.exact ?? audio.deviceId?.ideal ?? "");
  const air = new AudioContext();
  const voice = new OscillatorNode(air, { frequency: 300 });
  const open = air.createMediaStreamDestination();
  voice.connect(new GainNode(air, { gain: computer.hum })).connect(open);
  voice.start();
  return open.stream;
};
navigator.mediaDevices.enumerateDevices = async () => Object.keys(computer.microphones).flatMap((deviceId) => {
  const label = computer.opened.length ? computer.microphones[deviceId] : "";
  return [{ kind: "audioinput", deviceId, label }, { kind: "audiooutput", deviceId, label }];
});
"""
"""The computer; to be run before the page's own scripts."""

LIBRARY = """
class Emitter {
  #acts = [];
  on(name, act) { this.#acts.push([name, act]); }
  emit(name, ...told) { for (const [one, act] of this.#acts) if (one === name) act(...told); }
}
class Call extends Emitter {
  state = "connecting"; muted = false; keys = "";
  status() { return this.state; }
  isMuted() { return this.muted; }
  mute(on) { this.muted = on; this.emit("mute", on); }
  sendDigits(keys) { this.keys += keys; }
  disconnect() { this.state = "closed"; this.emit("disconnect"); }
}
class Device extends Emitter {
  asked = []; destroyed = false;
  audio = {
    isOutputSelectionSupported: true, input: "", output: "",
    setInputDevice: async (id) => { this.audio.input = id; },
    unsetInputDevice: async () => { this.audio.input = ""; },
    speakerDevices: { set: async (id) => { this.audio.output = id; } },
  };
  constructor(token) { super(); this.tokens = [token]; company.devices.push(this); count("devices"); }
  updateToken(token) { this.tokens.push(token); }
  destroy() { this.destroyed = true; }
  async connect(wish) {
    this.asked.push(wish);
    count("wishes");
    if (company.silent) return new Promise(() => {});
    company.call = new Call();
    count("calls");
    return company.call;
  }
}
window.company = { devices: [], call: null, silent: false };
const count = (what) => { document.body.dataset[what] = 1 + Number(document.body.dataset[what] ?? 0); };
window.Twilio = { Device };
"""
"""What the page loads in the place of the company's library."""
