// The line to the telephone company: what it looks like now, what happened since, and people's deeds.
const PERIOD = 400; // milliseconds between two looks, while the page is visible
const AGAIN = 1500; // after a failure
const FIRST = -400; // so many happenings of the past are shown to a page that was just opened

export async function get(path) {
  const answer = await fetch(`/simulator/${path}`, { cache: "no-store", signal: AbortSignal.timeout(5000) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

// The answer, or `error` in it in words; throws where nobody answers.
export async function post(path, body = {}) {
  const answer = await fetch(`/simulator/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(15000),
  });
  return answer.json();
}

// Looks again and again. `shown(state, fresh, anew)`: `anew` where what was known before is void.
export class Network {
  #since = null;
  #timer = 0;
  #busy = false;
  #again = false;
  #failures = 0;

  constructor(shown, lost) {
    this.shown = shown;
    this.lost = lost;
    document.addEventListener("visibilitychange", () => this.look());
  }

  async look() {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    if (document.hidden) return;
    this.#busy = true;
    const well = await this.#ask();
    this.#busy = false;
    this.#timer = setTimeout(() => this.look(), well ? (this.#again ? 0 : PERIOD) : AGAIN);
    this.#again = false;
  }

  async #ask() {
    try {
      const anew = this.#since === null;
      const state = await get(`api/state?since=${anew ? FIRST : this.#since}`);
      if (!anew && state.cursor < this.#since) { // the company was started again and has forgotten
        this.#since = null;
        return this.#ask();
      }
      this.#since = state.cursor;
      await this.shown(state, state.lines, anew);
      this.#failures = 0;
      this.lost(false);
      return true;
    } catch (error) {
      if (!(error instanceof TypeError || error.name === "TimeoutError" || /: 5\d\d$/.test(error.message))) console.error(error);
      this.#failures += 1;
      this.lost(this.#failures > 1);
      return false;
    }
  }
}
