// The agent's page: what rings is heard and seen, clocks run, and the browser is the telephone where it is to be one.
import { Alerts } from "./alerts.js";
import { fault, told } from "./faults.js";
import { Microphone } from "./microphone.js";
import { softphone } from "./softphone.js";
import { digits } from "./undo.js";

const CLICKED = "clicked"; // the offer to which somebody said yes in this very window
const TYPING = "input, textarea, select, [contenteditable]";
const SOUNDS = ["disconnect", "incoming", "outgoing", ..."0123456789hs"].map((name) => (name.length > 1 ? name : `dtmf${name}`));
const RINGING = ["shown", "rung"];
const ON = ["connecting", "talking", "reconnecting"];

const desk = document.getElementById("desk");
const line = document.getElementById("softphone");
const alerts = new Alerts(document.getElementById("alerts"));
const anew = () => document.body.dispatchEvent(new CustomEvent("changed"));

class Talk {
  constructor(box, microphone) {
    this.box = box;
    this.said = box.querySelector(".said");
    this.hears = box.querySelector(".hears");
    this.buttons = box.querySelector(".buttons");
    this.offer = "";
    this.on = false;
    const { kind, identity, library, sound } = box.dataset;
    const sounds = Object.fromEntries(SOUNDS.map((name) => [name, sound])); // its own are elsewhere
    this.phone = softphone({ kind, identity, token: () => token(box.dataset.token), library, sounds, microphone, changed: (state) => this.changed(state) });
    for (const button of box.querySelectorAll("[data-do]")) button.addEventListener("click", () => this.does(button.dataset));
  }

  changed({ state, hears, muted, warns, why }) {
    const { box } = this;
    this.on = ON.includes(state);
    box.hidden = !this.on && !why;
    this.buttons.hidden = !this.on;
    box.dataset.state = state;
    this.said.textContent = why ? told(why, box) : box.dataset[state] ?? "";
    this.hears.textContent = hears || (box.dataset[warns] ?? "");
    box.querySelector("[data-do=mute]").setAttribute("aria-pressed", String(Boolean(muted)));
    this.muted = muted;
    if (state === "over") { this.offer = ""; setTimeout(anew, 500); setTimeout(anew, 2500); }
  }

  connect(offer) {
    if (this.offer === offer) return;
    this.offer = offer;
    sessionStorage.removeItem(CLICKED);
    Promise.resolve(this.phone.connect(offer)).catch((error) => {
      this.offer = "";
      this.changed({ state: "over", hears: "", muted: false, why: error }); // null: somebody hung up
    });
  }

  does({ do: deed, key }) {
    if (this.box.hidden) return;
    if (deed === "mute") this.phone.mute(!this.muted);
    else if (deed === "hang-up") this.phone.hangUp();
    else this.phone.press(key);
  }
}

async function token(address) {
  const answer = await fetch(address, { method: "POST", headers: csrf() });
  if (!answer.ok) throw fault("NoToken");
  return (await answer.json()).token;
}

const room = document.getElementById("hearing");
const talk = line ? new Talk(line, room && new Microphone(room)) : null;
let seen = "";

function look() {
  const box = desk.querySelector("[data-case]");
  const { case: id = "", stage = "", awaits = "" } = box?.dataset ?? {};
  if (`${id} ${stage}` !== seen) {
    seen = `${id} ${stage}`;
    if (RINGING.includes(stage)) arrives(box, id);
    else alerts.stop();
  }
  if (talk && awaits && sessionStorage.getItem(CLICKED) === id) talk.connect(id);
  tick();
}

function arrives(box, id) {
  const heading = box.querySelector("h2");
  if (!document.activeElement?.matches(TYPING) && !document.querySelector("dialog[open]")) heading.focus();
  alerts.start(id, heading.textContent.trim());
}

// Clocks go by the server's time, which a simulated company moves.
const server = { said: "", ahead: 0 };
const over = new Set();

function tick() {
  const said = desk.querySelector("[data-now]")?.dataset.now;
  if (!said) return;
  if (said !== server.said) Object.assign(server, { said, ahead: Date.parse(said) - Date.now() });
  const time = Date.now() + server.ahead;
  for (const clock of desk.querySelectorAll("[data-since]")) {
    write(clock, digits(span((time - Date.parse(clock.dataset.since)) / 1000)));
  }
  for (const clock of desk.querySelectorAll("[data-until]")) {
    const { until, words } = clock.dataset;
    const left = Math.ceil((Date.parse(until) - time) / 1000);
    write(clock, words.replace("9", digits(Math.max(left, 0))));
    if (left < 0 && !over.has(until)) { over.add(until); setTimeout(anew, 700); }
  }
}

function write(clock, words) {
  if (clock.textContent !== words) clock.textContent = words; // else whoever watches would be told without end
}

function span(seconds) {
  const whole = Math.max(Math.floor(seconds), 0);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const rest = String(whole % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

function csrf() {
  return JSON.parse(document.body.getAttribute("hx-headers:inherited"));
}

desk.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-do=accept], [data-do=connect]");
  if (!button) return;
  sessionStorage.setItem(CLICKED, button.closest("[data-case]").dataset.case);
  if (button.dataset.do === "connect") look();
}, true);
// A line ends with its page: whoever leaves is asked, and what they read meanwhile opens beside it.
addEventListener("beforeunload", (event) => { if (talk?.on) event.preventDefault(); });
document.addEventListener("click", ({ target }) => {
  const link = target.closest("a[href]");
  if (!talk?.on || !link || link.target || link.origin !== location.origin || link.getAttribute("href").startsWith("#")) return;
  link.target = "_blank";
  setTimeout(() => link.removeAttribute("target"));
}, true);
new MutationObserver(look).observe(desk, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-stage", "data-awaits", "data-now"] });
setInterval(tick, 1000);
look();
