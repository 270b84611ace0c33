// Puts the page together: three telephones, the clock, what is promised; looks at the network, and shows what it sees.
import { Agent } from "./agent.js";
import { Behind } from "./behind.js";
import { Caller } from "./caller.js";
import { Clock } from "./clock.js";
import { get, Network } from "./network.js";
import { icon, id, make, put, set } from "./page.js";
import { Phone } from "./phone.js";
import { showHours, showPromises } from "./promises.js";
import * as replay from "./replay.js";
import { stranger } from "./scene.js";
import * as sounds from "./sounds.js";
import * as voice from "./voice.js";
import { among, choose, language, languageName, load, moment, number, word } from "./words.js";

const BOOKS = 2000; // milliseconds between two looks at the books; sooner where something happened
const MOST_AGENTS = 4;
const MOST_LINES = 3000;

const world = { state: null, people: null, owed: null, lines: [], phones: [], asked: 0, used: "" };
const network = new Network(seen, (lost) => {
  id("lost").hidden = !lost;
  put(id("lost"), lost ? word("lost") : "");
});
const clock = new Clock(changed);
const again = replay.asked();
let behind = null;

function changed() {
  world.asked = 0;
  network.look();
}

async function seen(state, fresh, anew) {
  world.lines = (anew ? fresh : world.lines.concat(fresh)).slice(-MOST_LINES);
  world.state = state;
  if (fresh.length || Date.now() - world.asked > BOOKS) await books();
  if (!world.phones.length) furnish();
  show();
  behind.show(world.phones[0].leg?.sid, world.people.zone, fresh.length > 0);
  if (!anew) aloud(fresh);
}

async function books() {
  world.asked = Date.now();
  [world.people, world.owed] = await Promise.all([get("people"), get("promises")]);
}

// The telephones, once it is known whose they are.
function furnish() {
  const staff = world.people.agents.filter((one) => one.address.startsWith("+")).slice(0, MOST_AGENTS);
  const owners = [new Caller(world.people), ...staff.map((row) => new Agent(row, world.people.zone, changed))];
  world.phones = owners.map((owner, place) => new Phone(`phone-${place}`, owner, changed));
  world.used = world.phones[0];
  for (const phone of world.phones) {
    for (const touch of ["focusin", "pointerdown"]) phone.element.addEventListener(touch, () => { world.used = phone; });
    id("phones").append(phone.element);
    phone.jump = make("a");
    phone.jump.append(icon("idle"), make("span"));
    phone.jump.href = `#${phone.element.id}`;
    phone.jump.addEventListener("click", () => phone.element.focus());
    document.querySelector(".jumps").append(phone.jump);
  }
  if (again) world.phones[0].owner.play(again.from, again.to);
  id("console").hidden = !world.people.console;
  if (world.people.console) set(id("console"), "href", world.people.console);
  relabel();
}

function show() {
  const { state, people, phones } = world;
  const now = state.now * 1000;
  const time = (at) => moment(Date.parse(at), people.zone, now);
  const addresses = people.agents.map((one) => one.address);
  const [caller] = phones;
  const other = stranger(state.phones, addresses);
  if (other && caller.stage === "idle" && !state.phones[caller.owner.number()]) caller.owner.adopt(other);
  for (const { owner } of phones.slice(1)) {
    owner.team = among;
    owner.show(people.agents.find((one) => one.address === owner.number()) ?? owner.row, people.zone, time);
  }
  const view = { state, lines: world.lines, zone: people.zone, name: nameOf };
  for (const phone of phones) {
    phone.show(view);
    jump(phone);
  }
  caller.owner.lock(caller.stage !== "idle");
  ringing();
  clock.show(state.now, people);
  showHours(people, now);
  showPromises(world.owed, people.zone);
}

// The way to a telephone: on a narrow screen it stays in sight, with what the telephone does.
function jump({ jump, element, owner }) {
  const state = element.dataset.stage;
  set(jump, "data-stage", state);
  set(jump.querySelector("use"), "href", `#i-${state}`);
  set(jump, "title", word(`state_${state}`));
  put(jump.querySelector("span"), owner.name());
}

function nameOf(at) {
  const person = [...world.people.known, ...world.people.agents].find((one) => (one.number ?? one.address) === at);
  return person?.name ?? number(at);
}

// Ringing is heard, seen in the title, and announced once.
function ringing() {
  const rings = world.phones.filter((phone) => phone.stage === "ringing");
  const begun = rings.filter((phone) => phone.rang);
  sounds.ring(rings.length > 0);
  if (begun.length) put(id("alert"), begun.map((phone) => word("rings_alert", { name: phone.owner.name() })).join(" "));
  else if (!rings.length) put(id("alert"), "");
  document.title = rings.length ? `☎ ${rings[0].owner.name()} · ${word("title")}` : word("title");
}

// Of the telephone used last; what was cut short is not read to its end.
function aloud(lines) {
  for (const line of lines) {
    if (line.number !== world.used.owner.number()) continue;
    if (line.what === "cut" || line.what === "ends" || line.what === "presses") voice.hush();
    if (line.what === "hears" && line.other === "say") voice.say(line.words, line.language);
    if (line.what === "hears" && line.other === "person") voice.say(line.words, language());
  }
}

function relabel() {
  choose(language());
  for (const button of document.querySelectorAll("[data-language]")) {
    set(button, "aria-pressed", String(button.dataset.language === language()));
  }
  replay.show(again);
  behind?.write();
  if (!world.phones.length) return;
  world.phones[0].owner.write();
  for (const phone of world.phones) for (const one of phone.element.querySelectorAll("[data-word]")) put(one, word(one.dataset.word));
}

function switches() {
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => {
      choose(button.dataset.language);
      relabel();
      put(id("said"), "");
      if (world.phones.length) show();
    });
  }
  set(id("sound"), "aria-pressed", String(sounds.wanted()));
  id("sound").addEventListener("click", () => {
    sounds.want(!sounds.wanted());
    set(id("sound"), "aria-pressed", String(sounds.wanted()));
  });
  id("voice").addEventListener("click", async () => {
    const on = !voice.speaking();
    set(id("voice"), "aria-pressed", String(on));
    const missing = await voice.switchTo(on, world.people?.languages ?? []);
    const lack = missing.map((one) => word("voice_missing", { language: languageName(one) })).join(" ");
    put(id("said"), on ? lack || word("voice_ready") : "");
  });
}

await load();
behind = new Behind();
switches();
relabel();
network.look();
