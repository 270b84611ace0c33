// What is behind the line of the caller's telephone: where the call stands in its flow, what is known, what was asked and
// answered, and what is to go wrong. Product and company are asked; nothing is known here by itself.
import { get, post } from "./network.js";
import { id, make, put, set } from "./page.js";
import { among, digits, shortTime, word } from "./words.js";

const PERIOD = 2000; // milliseconds between two looks, sooner where something happened
const FAILURES = [
  ["drop", {}], ["duplicate", {}], ["delay", { seconds: 20 }], ["swallow", {}], ["refuse", {}],
];

export class Behind {
  constructor() {
    this.leg = "";
    this.at = 0;
    this.stands = null;
    this.papers = [];
    this.buttons = FAILURES.map(([kind, more]) => this.#button(kind, more));
    document.querySelector(".failures").append(...this.buttons);
    id("documents").addEventListener("toggle", () => { this.at = 0; });
    this.write();
  }

  #button(kind, more) {
    const button = make("button");
    button.type = "button";
    button.dataset.kind = kind;
    button.addEventListener("click", () => this.#order(kind, more));
    return button;
  }

  async #order(kind, more) {
    const answer = await post("api/faults", { kind, ...more }).catch(() => ({ error: "away" }));
    put(id("ordered"), answer.error ? word("refused") : word("failure_ordered", { what: word(`failure_${kind}`) }));
  }

  // `leg`: of the call in progress, if there is one; the last one stays in sight.
  async show(leg, zone, fresh) {
    if (leg && leg !== this.leg) Object.assign(this, { leg, at: 0, stands: null, papers: [] });
    if (!this.leg || (!fresh && Date.now() - this.at < PERIOD)) return;
    this.at = Date.now();
    this.zone = zone;
    this.over = !leg;
    try {
      this.stands = await get(`line?leg=${this.leg}`);
      if (id("documents").open) this.papers = await get(`api/documents?leg=${this.leg}`);
    } catch { /* one of the two is away: looked at again */ }
    this.write();
  }

  // All of it anew, in the page's language.
  write() {
    for (const button of this.buttons) put(button, word(`failure_${button.dataset.kind}`));
    const stands = this.stands;
    const where = stands ? word("behind_flow", { flow: stands.flow, edition: digits(stands.edition) }) : word("behind_nothing");
    put(id("stands"), stands && this.over ? `${where} · ${word("behind_over")}` : where);
    for (const [name, at] of [["call-page", stands?.call], ["call-script", stands?.script]]) {
      id(name).hidden = !at;
      if (at) set(id(name), "href", at);
    }
    replace(id("nodes"), (stands?.nodes ?? []).map((name) => this.#node(name)));
    id("known-title").hidden = !stands?.known.length;
    replace(id("known"), (stands?.known ?? []).map((one) => known(one)));
    replace(id("papers"), this.papers.length ? this.papers.map((one) => this.#paper(one)) : [make("li", "", word("documents_none"))]);
  }

  #node(name) {
    const lit = !this.over && name === this.stands.node;
    const item = make("li", lit ? "lit" : this.stands.path.includes(name) ? "came" : "");
    const title = among(this.stands.titles[name] ?? {});
    const called = make(title ? "span" : "code", "", title || name);
    if (title) called.title = name;
    else called.lang = "en";
    item.append(called);
    if (lit) item.append(make("span", "", ` ${word("node_now")}`));
    if (lit) item.setAttribute("aria-current", "step");
    return item;
  }

  #paper(one) {
    const item = make("li");
    const said = one.said.map(([name, value]) => `${name}=${value}`).join(" ");
    const head = make("p");
    head.append(make("time", "", shortTime(one.at * 1000, this.zone)), make("code", "", ` ${one.method} ${new URL(one.url).pathname} ${said}`));
    const answer = make("pre", "", one.body || one.why || String(one.status || word("document_lost")));
    answer.lang = "en";
    answer.tabIndex = 0;
    item.append(head, answer);
    return item;
  }
}

function known({ name, value }) {
  const pair = make("div");
  const words = { language: word("known_language"), topic: word("known_topic") };
  pair.append(make("dt", "", words[name] ?? name), make("dd", "", value));
  return pair;
}

// Only what looks different, so that a reader's place in it is kept.
function replace(element, children) {
  const next = make(element.tagName);
  next.append(...children);
  if (next.innerHTML !== element.innerHTML) element.replaceChildren(...next.childNodes);
}
