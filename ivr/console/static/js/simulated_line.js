// Through the relay to the simulated telephone company: what is said is shown as text, and the microphone is not touched.
const OVER = { state: "over", hears: "", muted: false };
const LOOK = 500; // ms

export class SimulatedLine {
  #changed; #identity; #api; #leg = null; #muted = false; #cursor = -1; #timer = 0;

  constructor(changed, { identity, api = "/simulator/api" }) {
    this.#changed = changed;
    this.#identity = identity;
    this.#api = api;
    addEventListener("pagehide", () => { if (this.#leg) this.hangUp(); }); // a browser's line ends with its page
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
      this.#changed({ ...OVER, state: "connecting", why: away });
    }
    this.#timer = setTimeout(() => this.#look(), LOOK);
  }

  #tell(state, hears = "") { this.#changed({ state, hears, muted: this.#muted }); }

  #post(deed, body) {
    const headers = { "Content-Type": "application/json" };
    return this.#ask(`phones/${deed}`, { method: "POST", headers, body: JSON.stringify(body), keepalive: true });
  }

  async #ask(path, options = {}) {
    const answer = await fetch(`${this.#api}/${path}`, options);
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.error ?? String(answer.status));
    return said;
  }
}
