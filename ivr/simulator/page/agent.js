// A person who works at the shop: a telephone that only rings, and a switch.
import { post } from "./network.js";
import { put, set } from "./page.js";
import { number, word } from "./words.js";

export class Agent {
  constructor(row, zone, changed) {
    this.row = row;
    this.zone = zone;
    this.changed = changed;
    this.slot = document.getElementById("switch").content.firstElementChild.cloneNode(true);
    this.slot.addEventListener("click", () => this.#toggle());
  }

  // What the product says of this agent now.
  show(row, zone, time) {
    Object.assign(this, { row, zone, time });
    set(this.slot, "aria-checked", String(row.available));
    put(this.slot.querySelector(".text"), word("available"));
  }

  name() { return this.row.name; }
  title() { return `${word("agent")} · ${number(this.row.address)}`; }
  number() { return this.row.address; }
  rest() { return this.row.available ? (this.row.resting_until ? "resting" : "idle") : "away"; }
  mayCall() { return false; }
  call() { return null; }

  idle() {
    if (!this.row.available) return word("idle_away");
    if (this.row.resting_until) return word("idle_resting", { time: this.time(this.row.resting_until) });
    return word("idle_agent");
  }

  ringing() {
    const asked = this.row.asked;
    return asked ? word(`ringing_${asked.what}_for`, { team: this.team(asked.team) }) : word("ringing_agent");
  }

  async #toggle() {
    await post(`agents/${encodeURIComponent(this.row.name)}`, { available: !this.row.available }).catch(() => {});
    this.changed();
  }
}
