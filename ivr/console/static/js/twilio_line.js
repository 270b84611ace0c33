// Twilio's own device. `token` is a function that fetches a new access token from us; `library` and `sounds` are addresses
// of our own: nothing is loaded from elsewhere, and nothing at all before somebody at this page is an agent.
import { fault } from "./faults.js";

const OVER = { state: "over", hears: "", muted: false };
const PATIENCE = 12000; // ms: our door awaits this leg for 15 s, then the caller is somebody else's
const FRESH = 600000; // ms; a token lasts an hour, and between two calls nothing tells that it is over
const FOUND_AGAIN = 30000; // ms in which a call whose signalling broke is taken up again: the most that Twilio keeps it for

export class TwilioLine {
  #changed; #how; #device = null; #starting = null; #call = null; #giveUp = null; #renewed = 0; #state = "idle"; #warns = "";

  constructor(changed, how) {
    this.#changed = changed;
    this.#how = how;
    how.microphone.chosen = () => this.#route();
    this.#ready().catch((why) => changed({ ...OVER, state: "idle", why }));
  }

  // Tried again with each call where it failed: the microphone may be allowed by now.
  #ready() {
    this.#starting ??= this.#start().catch((why) => { this.#starting = null; throw why; });
    return this.#starting;
  }

  async #start() {
    const { microphone, library, sounds } = this.#how;
    await microphone.allowed(); // first of all: whoever is available can speak at once
    await load(library);
    const { Device } = window.Twilio;
    const options = { sounds, enableImprovedSignalingErrorPrecision: true, maxCallSignalingTimeoutMs: FOUND_AGAIN };
    const device = new Device(await this.#how.token(), options);
    this.#device = device;
    this.#renewed = Date.now();
    device.on("tokenWillExpire", () => this.#renew().catch(() => {})); // else with the next call
    device.on("error", (why) => this.#giveUp?.(why)); // of a call that is under way its own event tells
  }

  async #renew() {
    this.#device.updateToken(await this.#how.token());
    this.#renewed = Date.now();
  }

  async connect(offer) {
    if (this.#call || this.#giveUp) return;
    this.#tell("connecting");
    const lost = new Promise((_, reject) => { this.#giveUp = reject; });
    const timer = setTimeout(() => this.#giveUp?.(fault("Lost")), PATIENCE);
    const placed = this.#place(offer);
    try {
      this.#adopt(await Promise.race([placed, lost]));
    } catch (why) {
      placed.then((call) => call.disconnect(), () => {}); // it comes too late: nobody is to talk to an empty room
      this.#renounce();
      throw why;
    } finally {
      clearTimeout(timer);
      this.#giveUp = null;
    }
  }

  async #place(offer) {
    await this.#ready();
    if (Date.now() - this.#renewed > FRESH) await this.#renew();
    const { input } = this.#how.microphone;
    const audio = input ? { deviceId: { ideal: input } } : true;
    return this.#device.connect({ params: { offer }, rtcConstraints: { audio } });
  }

  #adopt(call) {
    this.#call = call;
    this.#warns = "";
    let why;
    const over = (reason = why) => {
      if (this.#call !== call) return;
      this.#call = null;
      this.#device?.audio?.unsetInputDevice().catch(() => {}); // else the microphone stays open
      this.#changed({ ...OVER, why: reason });
    };
    call.on("accept", () => { this.#speak(); this.#tell("talking"); });
    call.on("mute", () => this.#tell(this.#state));
    call.on("reconnecting", () => this.#tell("reconnecting"));
    call.on("reconnected", () => this.#tell("talking"));
    call.on("warning", (name) => this.#warn(name));
    call.on("warning-cleared", () => this.#warn(""));
    for (const end of ["disconnect", "cancel", "reject"]) call.on(end, () => over());
    call.on("error", (error) => {
      why = error;
      if (call.status() !== "closed") return; // there is a line still, and a way to hang up; mostly its end follows
      if (this.#call) over(); else this.#changed({ ...OVER, why });
    });
    call.on("transportClose", () => {
      if (call.status() !== "closed") return; // it is being found again
      over(why ?? fault("Lost"));
      this.#renounce(); // nothing would close its microphone any more
    });
  }

  // A device in doubt is not used again: the next call makes a new one.
  #renounce() {
    this.#device?.destroy();
    this.#device = this.#starting = null;
  }

  // During a call, to what was chosen meanwhile; the next call begins there by itself.
  #route() {
    if (!this.#call) return;
    this.#device?.audio?.setInputDevice(this.#how.microphone.input || "default").catch(() => {});
    this.#speak();
  }

  #speak() {
    const { audio } = this.#device ?? {};
    if (audio?.isOutputSelectionSupported) audio.speakerDevices.set(this.#how.microphone.output || "default").catch(() => {});
  }

  press(key) { this.#call?.sendDigits(key); }

  hangUp() { if (this.#call) this.#call.disconnect(); else this.#giveUp?.(null); }

  mute(on) { this.#call?.mute(on); }

  #warn(name) {
    this.#warns = name.startsWith("constant-audio-input") ? "unheard" : name ? "poor" : "";
    this.#tell(this.#state);
  }

  #tell(state) {
    this.#state = state;
    this.#changed({ state, hears: "", muted: this.#call?.isMuted() ?? false, warns: this.#warns });
  }
}

function load(address) {
  if (window.Twilio?.Device) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: address, onload: () => resolve() });
    script.onerror = () => reject(new Error(address));
    document.head.append(script);
  });
}
