// One telephone: what it shows, and what a person does with it. Whose it is, is told by `owner`.
import { Keypad, meant } from "./keypad.js";
import { post } from "./network.js";
import { put, set } from "./page.js";
import { heard, hint, partner, scene } from "./scene.js";
import * as sounds from "./sounds.js";
import { Tape } from "./tape.js";
import { word } from "./words.js";

const TYPING = "input, select, textarea";
const DIALLING = "[name=typed]";

export class Phone {
  // `owner`: name(), number(), idle() (words), ringing() (words), rest() (how it is idle), mayCall(), call(), and `slot`, an element.
  constructor(id, owner, changed) {
    this.owner = owner;
    this.changed = changed;
    this.element = document.getElementById("phone").content.firstElementChild.cloneNode(true);
    this.element.id = id;
    this.find(".slot").append(owner.slot);
    this.find(".who").id = `${id}-name`;
    this.element.setAttribute("aria-labelledby", `${id}-name`);
    this.keypad = new Keypad(this.find(".keypad"), (key) => this.press(key));
    this.tape = new Tape(this.find(".tape"));
    this.stage = "idle";
    this.leg = null;
    this.find(".green").addEventListener("click", () => this.green());
    this.find(".red").addEventListener("click", () => this.red());
    this.find(".speech").addEventListener("submit", (event) => this.speak(event));
    this.element.addEventListener("keydown", (event) => this.typed(event));
  }

  find(selector) { return this.element.querySelector(selector); }

  // The network as it is, all lines so far, and names by number.
  show(view) {
    const lines = view.lines.filter((line) => line.number === this.owner.number());
    const { stage, leg } = scene(view.state.phones[this.owner.number()]);
    this.rang = stage === "ringing" && this.stage !== "ringing";
    if (stage !== this.stage) this.note("");
    this.stage = stage;
    this.leg = leg;
    this.#state();
    this.#screen(view, lines);
    this.#deeds();
    const key = `${lines.length} ${lines.at(-1)?.at} ${document.documentElement.lang} ${this.owner.number()}`;
    if (key !== this.shown) this.tape.write(lines, view.zone, this.owner.name());
    this.shown = key;
  }

  #state() {
    const state = this.stage === "idle" ? this.owner.rest() : this.stage;
    this.element.dataset.stage = state;
    put(this.find(".who"), this.owner.name());
    put(this.find(".number"), this.owner.title());
    set(this.find(".state use"), "href", `#i-${state}`);
    put(this.find(".state span"), word(`state_${state}`));
    this.find(".speech").hidden = this.stage !== "talking";
    set(this.find(".speech input"), "aria-label", word("say_what", { name: this.owner.name() }));
    this.keypad.write(this.owner.name());
  }

  #screen(view, lines) {
    const words = this.leg ? heard(this.leg, lines, this.stage) : null;
    const other = this.stage === "talking" ? view.name(partner(this.leg, view.state.phones)) : "";
    put(this.find(".with"), other && word("talking_with", { name: other }));
    const kind = this.leg ? hint(this.leg) : "";
    put(this.find(".hint"), kind && word(`hint_${kind}`));
    set(this.find(".hint"), "data-kind", kind);
    this.#say(this.#words(words, lines));
  }

  #words(words, lines) {
    if (this.stage === "idle") return { text: this.owner.idle(lines.length > 0), quiet: true };
    if (this.stage === "calling") return { text: word("calling"), quiet: true };
    if (this.stage === "ringing") return { text: this.owner.ringing() };
    if (words) return { ...words, quiet: !words.now && this.stage !== "talking" };
    return { text: word(this.stage === "talking" ? "talk_now" : "silence"), quiet: true };
  }

  // Writes only what is new, so that it is announced once.
  #say({ text, language = "", key = "", quiet = false }) {
    const element = this.find(".heard");
    element.classList.toggle("quiet", quiet);
    if (element.dataset.key === `${key}${text}`) return;
    element.dataset.key = `${key}${text}`;
    const words = document.createElement("span");
    words.textContent = text;
    if (language) words.lang = language;
    element.replaceChildren(words);
  }

  #deeds() {
    const rings = this.stage === "ringing";
    const idle = this.stage === "idle";
    this.#button(".green", word(rings || !this.owner.mayCall() ? "pick_up" : "call"), rings || (idle && this.owner.mayCall()));
    this.#button(".red", word(rings ? "reject" : "hang_up"), !idle);
  }

  // A button that cannot be used stays where the focus may be: it is dimmed, not disabled.
  #button(selector, text, usable) {
    const button = this.find(selector);
    put(button.querySelector("span"), text);
    set(button, "aria-disabled", String(!usable));
  }

  note(text) { put(this.find(".note"), text); }

  async do(deed, body) {
    try {
      const answer = await post(`api/phones/${deed}`, body);
      this.note(answer.error ? word("refused") : "");
    } catch {
      this.note(word("refused"));
    }
    this.changed();
  }

  async green() {
    // The fields of the slot are locked during a call: the focus must not be lost with them.
    if (this.find(".slot").contains(document.activeElement)) this.element.focus({ preventScroll: true });
    if (this.stage === "ringing") await this.do(`${this.leg.sid}/pick_up`);
    else if (this.stage === "idle" && this.owner.mayCall()) {
      const body = this.owner.call();
      await (body ? this.do("ring_in", body) : this.note(word("bad_number")));
    }
  }

  async red() {
    if (this.stage === "ringing") await this.do(`${this.leg.sid}/reject`);
    else if (this.leg) await this.do(`${this.leg.sid}/hang_up`);
  }

  async press(key) {
    this.keypad.flash(key);
    sounds.key(key);
    if (this.leg && this.stage !== "ringing" && this.stage !== "calling") await this.do(`${this.leg.sid}/press`, { digits: key });
  }

  async speak(event) {
    event.preventDefault();
    const input = this.find(".speech input");
    const text = input.value.trim();
    if (!text || !this.leg) return;
    input.value = "";
    await this.do(`${this.leg.sid}/speak`, { text });
  }

  typed(event) {
    if (event.target.closest("select")) return;
    if (event.key === "Escape") {
      event.preventDefault();
      this.red();
    }
    if (event.target.closest(TYPING) && !(event.key === "Enter" && event.target.closest(DIALLING))) return;
    if (event.key === "Enter" && !event.target.closest("button")) {
      event.preventDefault();
      this.green();
    }
    const key = meant(event);
    if (key && !event.repeat) {
      event.preventDefault();
      this.press(key);
    }
  }
}
