// A caller is heard and seen beside the page, once somebody has turned that on by a click: a tone, and a notification.
const ON = "ring-alerts";
const VOLUME = "ring-volume";
const TONES = [440, 480]; // Hz: a bell of two tones
const EVERY = 3000; // ms
const LASTS = 1.2; // seconds

export class Alerts {
  #timer = 0; #audio = null; #notice = null;

  constructor(box) {
    this.box = box;
    this.button = box.querySelector("button");
    this.volume = box.querySelector("input");
    this.volume.value = localStorage.getItem(VOLUME) ?? "60";
    this.volume.addEventListener("change", () => { localStorage.setItem(VOLUME, this.volume.value); if (this.on) this.#tone(); });
    this.button.addEventListener("click", () => this.#turn());
    this.#show();
  }

  get on() { return localStorage.getItem(ON) === "yes"; }

  async #turn() {
    localStorage.setItem(ON, this.on ? "no" : "yes");
    if (this.on) {
      this.#tone();
      if (window.Notification?.permission === "default") await Notification.requestPermission();
    }
    this.#show();
  }

  #show() {
    this.button.setAttribute("aria-pressed", String(this.on));
    this.box.querySelector("[data-denied]").hidden = !this.on || window.Notification?.permission !== "denied";
  }

  start(id, words) {
    this.stop();
    if (!this.on) return;
    this.#tone();
    this.#timer = setInterval(() => this.#tone(), EVERY);
    if (window.Notification?.permission !== "granted") return;
    this.#notice = new Notification(words, { tag: id, requireInteraction: true }); // who it is, only the page says
    this.#notice.onclick = () => { window.focus(); this.#notice?.close(); };
  }

  stop() {
    this.#timer = clearInterval(this.#timer) ?? 0;
    this.#notice?.close();
    this.#notice = null;
  }

  #tone() {
    this.#audio ??= new AudioContext();
    this.#audio.resume(); // a browser that has not been clicked in yet is silent
    const gain = new GainNode(this.#audio, { gain: Number(this.volume.value) / 300 });
    gain.connect(this.#audio.destination);
    for (const frequency of TONES) {
      const tone = new OscillatorNode(this.#audio, { frequency });
      tone.connect(gain);
      tone.start();
      tone.stop(this.#audio.currentTime + LASTS);
    }
  }
}
