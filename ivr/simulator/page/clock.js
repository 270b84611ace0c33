// The time at the shop, and letting it pass: asked of the product in small portions, so that it can be stopped.
import { post } from "./network.js";
import { id, put } from "./page.js";
import { day, moment, time, word } from "./words.js";

const DAY = 86400;
const MARGIN = 1; // second after the door has opened: what rings then has not begun yet

export class Clock {
  constructor(changed) {
    this.changed = changed;
    this.now = 0;
    this.running = false;
    this.stopped = false;
    id("skip-five").addEventListener("click", () => this.pass(() => this.now + 300));
    id("skip-event").addEventListener("click", () => this.pass(() => this.now + DAY, true));
    id("skip-opening").addEventListener("click", () => this.pass(() => Date.parse(this.opens) / 1000 + MARGIN));
    id("skip-stop").addEventListener("click", () => { this.stopped = true; });
  }

  show(now, people) {
    this.now = now;
    this.zone = people.zone;
    const team = people.teams[0];
    this.opens = team.open ? null : team.opens_at;
    put(id("now"), `${day(now * 1000, this.zone)}, ${time(now * 1000, this.zone, true)}`);
    this.#buttons();
  }

  #buttons() {
    id("skip-five").hidden = id("skip-event").hidden = this.running;
    id("skip-opening").hidden = this.running || !this.opens;
    id("skip-stop").hidden = !this.running;
  }

  // Asks until it has arrived, or was stopped, or is refused.
  async pass(until, event = false) {
    if (this.running) return;
    const focused = document.activeElement;
    this.running = true;
    this.stopped = false;
    this.#buttons();
    id("skip-stop").focus();
    put(id("said"), word("skipping"));
    try {
      await this.#pass(until(), event);
    } catch {
      put(id("said"), word("skip_refused"));
    }
    this.running = false;
    this.#buttons();
    if (document.activeElement === document.body || document.activeElement === id("skip-stop")) focused.focus();
    this.changed();
  }

  async #pass(to, event) {
    const first = event ? await ask({ to: this.now - 1 }) : {};
    let last;
    do {
      last = await ask({ to, seen: first.seen });
      this.changed();
    } while (!last.arrived && !this.stopped);
    const said = event && !this.stopped && last.seen === first.seen ? "skip_nothing" : "skipped";
    put(id("said"), word(said, { time: moment(last.now * 1000, this.zone, last.now * 1000) }));
  }
}

async function ask(body) {
  const answer = await post("skip", body);
  if (answer.error) throw new Error(answer.error);
  return answer;
}
