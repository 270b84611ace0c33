// The microphone and the loudspeaker of an agent who talks through the browser: tried before the first call, and chosen.
// It is open only while it is tried; what was chosen is kept in this browser.
import { fault, told } from "./faults.js";

const KEPT = { audioinput: "microphone", audiooutput: "loudspeaker" };
const ALIASES = ["", "default", "communications"]; // of devices that are in the list by themselves
const LOOK = 100; // ms between two looks at how loud it is
const LOUD = 0.02; // of 1: a voice, and not the hum of a room
const SILENCE = 6000; // ms after which nothing was heard

export class Microphone {
  #stream = null; #audio = null; #timer = 0;

  constructor(box) {
    this.box = box;
    this.said = box.querySelector(".said");
    this.meter = box.querySelector("meter");
    this.button = box.querySelector("button");
    this.lists = { audioinput: box.querySelector("#microphone"), audiooutput: box.querySelector("#loudspeaker") };
    this.chosen = () => {}; // whoever has a line listens
    for (const [kind, list] of Object.entries(this.lists)) list.addEventListener("change", () => this.#choose(kind, list.value));
    this.button.addEventListener("click", () => (this.#stream ? this.#stop() : this.#try()));
    navigator.mediaDevices?.addEventListener("devicechange", () => this.#changed());
    this.#list();
  }

  get input() { return localStorage.getItem(KEPT.audioinput) ?? ""; }

  get output() { return localStorage.getItem(KEPT.audiooutput) ?? ""; }

  // Rejected where this page hears nobody, and said in words.
  async allowed() {
    const stream = await this.#open();
    for (const track of stream.getTracks()) track.stop();
    await this.#list();
  }

  async #open() {
    try {
      return await open(this.input);
    } catch (why) {
      this.#says(told(why, this.box), "bad");
      this.box.open = true;
      throw why;
    }
  }

  async #try() {
    try {
      this.#stream = await this.#open();
    } catch {
      return;
    }
    this.button.setAttribute("aria-pressed", "true");
    this.meter.hidden = false;
    this.#says(this.box.dataset.speak, "busy");
    await this.#list();
    this.#listen();
  }

  #listen() {
    this.#audio = new AudioContext();
    this.#audio.resume();
    const ear = new AnalyserNode(this.#audio, { fftSize: 1024 });
    this.#audio.createMediaStreamSource(this.#stream).connect(ear);
    const wave = new Float32Array(ear.fftSize);
    const until = Date.now() + SILENCE;
    let heard = false;
    this.#timer = setInterval(() => {
      ear.getFloatTimeDomainData(wave);
      const loud = Math.sqrt(wave.reduce((sum, one) => sum + one * one, 0) / wave.length);
      this.meter.value = Math.min(1, loud * 4);
      if (!heard && loud > LOUD) { heard = true; this.#says(this.box.dataset.heard, "good"); }
      if (!heard && Date.now() > until) this.#says(this.box.dataset.silent, "warn");
    }, LOOK);
  }

  #stop() {
    clearInterval(this.#timer);
    this.#audio?.close();
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = this.#audio = null;
    this.button.setAttribute("aria-pressed", "false");
    this.meter.hidden = true;
  }

  async #choose(kind, id) {
    localStorage.setItem(KEPT[kind], id);
    this.chosen();
    if (this.#stream && kind === "audioinput") { this.#stop(); await this.#try(); }
  }

  async #changed() {
    const before = this.input;
    await this.#list();
    if (before && !this.input) { this.#says(this.box.dataset.gone, "warn"); this.chosen(); }
  }

  // Names are told only to a page that may hear; before that there is nothing to choose from, and nothing is forgotten.
  async #list() {
    const found = await navigator.mediaDevices?.enumerateDevices() ?? [];
    const named = found.filter(({ deviceId, label }) => label && !ALIASES.includes(deviceId));
    for (const [kind, list] of Object.entries(this.lists)) {
      const here = named.filter((one) => one.kind === kind);
      const kept = localStorage.getItem(KEPT[kind]) ?? "";
      const there = here.some(({ deviceId }) => deviceId === kept);
      if (kept && !there && found.some(({ label }) => label)) localStorage.removeItem(KEPT[kind]);
      list.replaceChildren(list.options[0], ...here.map(({ deviceId, label }) => new Option(label, deviceId)));
      list.value = there ? kept : "";
      list.closest("p").hidden = !here.length;
    }
  }

  #says(words, look) {
    if (this.said.textContent !== words) this.said.textContent = words;
    this.said.className = `said sign ${look}`;
  }
}

// The one that was chosen, else whichever there is.
async function open(id) {
  if (!navigator.mediaDevices) throw fault("Insecure");
  if (!id) return navigator.mediaDevices.getUserMedia({ audio: true });
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: { deviceId: { exact: id } } });
  } catch (why) {
    if (!["OverconstrainedError", "NotFoundError"].includes(why.name)) throw why;
    return navigator.mediaDevices.getUserMedia({ audio: true });
  }
}
