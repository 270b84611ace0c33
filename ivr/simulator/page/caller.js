// Who calls, from which number and whom: the caller's side of the first telephone.
import { latin, number, WITHHELD, word } from "./words.js";

const NEW = "new";
const TYPED = "typed";
const PREMIUM = "+19005550100"; // whoever calls it pays; nobody calls back there
const RIGHT = /^\+[1-9]\d{6,14}$/;

export class Caller {
  constructor(people) {
    this.people = people;
    this.used = []; // numbers that were typed, drawn, or that rang
    this.slot = document.getElementById("picker").content.firstElementChild.cloneNode(true);
    this.who = this.slot.querySelector("[name=who]");
    this.typed = this.slot.querySelector("[name=typed]");
    this.whom = this.slot.querySelector("[name=whom]");
    this.who.addEventListener("change", () => this.#chosen());
    this.write();
    this.who.selectedIndex = 0;
  }

  // All options anew, in the page's language.
  write() {
    const chosen = this.who.value;
    const known = this.people.known.map((one) => [one.number, `${one.name} · ${number(one.number)}`]);
    const used = this.used.filter((one) => one !== PREMIUM).map((one) => [one, number(one)]);
    const fixed = [[NEW, word("who_new")], [WITHHELD[0], word("who_withheld")], [PREMIUM, word("who_premium")], [TYPED, word("who_typed")]];
    this.who.replaceChildren(...[...known, ...used, ...fixed].map(option));
    if (chosen) this.who.value = chosen;
    this.whom.replaceChildren(...this.people.numbers.map((one) => option([one, number(one)])));
    this.slot.querySelector(".whom").hidden = this.people.numbers.length < 2;
    for (const label of this.slot.querySelectorAll("[data-word]")) label.textContent = word(label.dataset.word);
    this.#chosen();
  }

  #chosen() {
    this.slot.querySelector(".typed").hidden = this.who.value !== TYPED;
  }

  // Another telephone than the chosen one rings, or talks: this is it.
  adopt(found) {
    if (![...this.who.options].some((one) => one.value === found)) {
      this.used.push(found);
      this.write();
    }
    this.who.value = found;
    this.#chosen();
  }

  // The same kind of caller as in a call that is played again; whom they call, where we have that number.
  play(kind, to) {
    const values = { withheld: WITHHELD[0], known: this.people.known[0]?.number ?? NEW };
    this.who.value = values[kind] ?? NEW;
    if (this.people.numbers.includes(to)) this.whom.value = to;
    this.#chosen();
  }

  lock(busy) {
    for (const field of [this.who, this.typed, this.whom]) field.disabled = busy;
  }

  name() { return this.people.known.find((one) => one.number === this.who.value)?.name ?? word("caller"); }

  title() {
    const own = RIGHT.test(this.who.value) ? number(this.who.value) : "";
    const known = this.people.known.some((one) => one.number === this.who.value);
    return known ? `${word("caller")} · ${own}` : own;
  }

  number() { return this.who.value; }
  rest() { return "idle"; }
  mayCall() { return this.people.numbers.length > 0; }
  idle(used) { return word(used ? "idle_caller" : "help_caller"); }
  ringing() { return word("ringing_callback"); }

  // What to tell the company; nothing where the number that was typed is none.
  call() {
    let from = this.who.value;
    if (from === NEW) from = this.#draw();
    if (from === TYPED) from = latin(this.typed.value);
    if (!RIGHT.test(from)) return null;
    this.adopt(from);
    return { from, to: this.whom.value || this.people.numbers[0] };
  }

  // A number of this country's mobile network that was not used here before.
  #draw() {
    for (;;) {
      const drawn = `+8801912${String(Math.floor(Math.random() * 1e6)).padStart(6, "0")}`;
      if (!this.used.includes(drawn)) return drawn;
    }
  }
}

function option([value, text]) {
  const element = document.createElement("option");
  element.value = value;
  element.textContent = text;
  return element;
}
