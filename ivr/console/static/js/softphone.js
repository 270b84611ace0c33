// The browser as an agent's telephone. One interface, whoever the carrier is:
//   ready        a promise: resolved once calls can be made, rejected with words where they cannot
//   connect(id)  calls our door for the offer that was clicked on; a promise of nothing, rejected where no line came about
//   press(key)   hangUp()   mute(on)
// What happens is told to `changed({ state, hears, muted, why })`: state is idle, connecting, talking or over.
// It decides nothing about offers: whoever has not clicked is hung up by the door.

export function softphone({ kind, changed, ...how }) {
  return kind === "twilio" ? new Twilio(changed, how) : new Simulated(changed, how);
}

const OVER = { state: "over", hears: "", muted: false };

// Through the relay to the simulated telephone company: what is said is shown as text, and the microphone is not touched.
class Simulated {
  #changed; #identity; #api; #headers; #leg = null; #muted = false; #cursor = -1; #timer = 0;

  constructor(changed, { identity, api = "/simulator/api", headers = {} }) {
    this.#changed = changed;
    this.#identity = identity;
    this.#api = api;
    this.#headers = headers;
    this.ready = Promise.resolve();
  }

  async connect(offer) {
    if (this.#leg) return;
    this.#tell("connecting");
    const said = await this.#post("connect", { identity: this.#identity, parameters: { offer } });
    this.#leg = said.sid;
    this.#look();
  }

  press(key) { return this.#deed("press", { digits: key }); }

  hangUp() { return this.#deed("hang_up", {}); }

  mute(on) { this.#muted = on; this.#tell("talking"); }

  async #deed(deed, body) {
    if (this.#leg) await this.#post(`${this.#leg}/${deed}`, body);
  }

  async #look() {
    clearTimeout(this.#timer);
    try {
      const state = await this.#ask(`state?since=${this.#cursor}`);
      this.#cursor = state.cursor;
      const leg = (state.phones[`client:${this.#identity}`] ?? []).find(({ sid }) => sid === this.#leg);
      if (!leg) { this.#leg = null; this.#changed(OVER); return; }
      const talks = leg.bridged_with !== null;
      this.#tell(talks ? "talking" : "connecting", leg.hears?.kind === "say" ? leg.hears.text : "");
    } catch (away) {
      this.#changed({ ...OVER, state: "connecting", why: String(away.message) });
    }
    this.#timer = setTimeout(() => this.#look(), 500);
  }

  #tell(state, hears = "") { this.#changed({ state, hears, muted: this.#muted }); }

  #post(deed, body) {
    const headers = { "Content-Type": "application/json", ...this.#headers };
    return this.#ask(`phones/${deed}`, { method: "POST", headers, body: JSON.stringify(body) });
  }

  async #ask(path, options = {}) {
    const answer = await fetch(`${this.#api}/${path}`, options);
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.error ?? String(answer.status));
    return said;
  }
}

// Twilio's own device. `token` is a function that fetches a new access token from us; `library` and `sounds` are addresses
// of our own: nothing is loaded from elsewhere, and nothing at all before somebody at this page is an agent.
class Twilio {
  #changed; #device = null; #call = null;

  constructor(changed, { token, library, sounds }) {
    this.#changed = changed;
    this.ready = this.#start(token, library, sounds);
    this.ready.catch((why) => changed({ ...OVER, state: "idle", why: String(why.message ?? why) }));
  }

  async #start(token, library, sounds) {
    // The microphone first: whoever is available can speak at once.
    const heard = await navigator.mediaDevices.getUserMedia({ audio: true });
    heard.getTracks().forEach((track) => track.stop());
    await load(library);
    const { Device } = window.Twilio;
    this.#device = new Device(await token(), { closeProtection: true, sounds });
    this.#device.on("tokenWillExpire", async () => this.#device.updateToken(await token()));
  }

  async connect(offer) {
    if (this.#call) return;
    await this.ready;
    this.#tell("connecting");
    const call = this.#call = await this.#device.connect({ params: { offer } });
    const over = (why) => { if (this.#call !== call) return; this.#call = null; this.#changed({ ...OVER, why }); };
    call.on("accept", () => this.#tell("talking"));
    call.on("mute", () => this.#tell("talking"));
    call.on("disconnect", () => over());
    call.on("cancel", () => over());
    call.on("reject", () => over());
    call.on("error", (error) => over(error.message));
  }

  press(key) { this.#call?.sendDigits(key); }

  hangUp() { this.#call?.disconnect(); }

  mute(on) { this.#call?.mute(on); }

  #tell(state) { this.#changed({ state, hears: "", muted: this.#call?.isMuted() ?? false }); }
}

function load(address) {
  if (window.Twilio?.Device) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: address, onload: () => resolve() });
    script.onerror = () => reject(new Error(address));
    document.head.append(script);
  });
}
