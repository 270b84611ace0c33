// Learns the mark, and says "changed" to the page's body when it is another one: regions that listen fetch themselves anew.
// One stream per browser where there are streams (the tab that holds the lock tells the others); else by asking.
const EVERY = 5000; // ms between two questions
const AGAIN = 60000; // ms until a stream that was refused is tried again
const WAIT = 8000; // ms that an answer may take

export function follow({ live, mark, seen, streams }, sign) {
  const page = new Page(sign, seen);
  if (streams !== "yes") return new Asking(mark, (state, now) => page.told(state, now)).start();
  const channel = new BroadcastChannel("ivr-live");
  channel.onmessage = ({ data }) => page.told(data.state, data.now);
  const tell = (state, now) => { page.told(state, now); channel.postMessage({ state, now }); };
  const lead = () => new Promise(() => listen(live, new Asking(mark, tell), tell)); // until the tab is closed
  if (!navigator.locks) return lead(); // without https on another machine: a stream for each tab
  new Asking(mark, (state, now) => page.told(page.state === "live" ? "live" : state, now)).once(); // heard late, it is no news
  return navigator.locks.request("ivr-live", lead);
}

// The page's own view: which mark it has seen, and how it is connected, in words.
class Page {
  constructor(sign, seen) { this.sign = sign; this.seen = seen; this.state = "starting"; this.lost = null; }

  told(state, now) {
    this.is(state);
    if (!now || now === this.seen) return;
    this.seen = now;
    document.body.dispatchEvent(new CustomEvent("changed"));
  }

  is(state) {
    if (state === this.state) return;
    const { sign } = this;
    if (state === "offline") this.lost = clock(new Date());
    this.state = state;
    sign.dataset.state = state;
    sign.querySelector(".said").textContent = state === "offline" ? `${sign.dataset.offline} ${this.lost}` : sign.dataset[state];
  }
}

class Asking {
  constructor(address, tell) { this.address = address; this.tell = tell; this.timer = null; }

  start() { if (!this.timer) { this.timer = setInterval(() => this.once(), EVERY); this.once(); } }

  stop() { clearInterval(this.timer); this.timer = null; }

  async once() {
    try {
      const answer = await fetch(this.address, { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(WAIT) });
      if (answer.status === 401) return location.reload(); // signed out elsewhere
      if (!answer.ok) throw new Error(String(answer.status));
      const { mark } = await answer.json();
      this.tell("polling", mark);
    } catch {
      this.tell("offline");
    }
  }
}

// Holds a stream; while there is none, asks. The browser connects anew by itself after a break, but not after a refusal.
function listen(address, asks, tell) {
  const stream = new EventSource(address);
  stream.onmessage = ({ data }) => { asks.stop(); tell("live", data); };
  stream.onerror = () => {
    asks.start();
    if (stream.readyState !== EventSource.CLOSED) return;
    setTimeout(() => { listen(address, asks, tell); }, AGAIN);
  };
}

function clock(moment) {
  const beng = document.body.dataset.digits === "beng";
  const locale = `${document.documentElement.lang}-u-nu-${beng ? "beng" : "latn"}`;
  return moment.toLocaleTimeString(locale, { hour: "numeric", minute: "2-digit" });
}
