// What the shop owes at this moment: the sum in which every request for a person has its place, and who is waiting.
import { icon, id, make, put } from "./page.js";
import { among, digits, moment, span, word } from "./words.js";

const TERMS = [["waiting", "+"], ["served", "+"], ["open", "+"], ["final", "+"], ["waived", ""]];

export function showPromises(owed, zone) {
  const sum = owed.audit;
  const counts = { ...sum, open: sum.via_callback.open, final: sum.via_callback.final };
  write(id("sum"), [term("obligations", counts, "="), ...TERMS.map(([name, sign]) => term(name, counts, sign))]);
  const wrong = [
    sum.balanced ? "" : word("unbalanced"),
    sum.overdue ? word("overdue", { count: digits(sum.overdue) }) : "",
    sum.late ? word("late", { count: digits(sum.late) }) : "",
  ].filter(Boolean);
  verdict(wrong.join(" · "));
  const now = Date.parse(owed.now);
  const rows = [...owed.waiting.map((one) => waits(one, zone, now)), ...owed.callbacks.map((one) => callback(one, zone, now))];
  write(id("owed"), rows.length ? rows : [make("li", "empty", word("nothing_owed"))]);
}

// Only what looks different, so that a reader's place in it is kept.
function write(element, children) {
  const next = make(element.tagName);
  next.append(...children);
  if (next.innerHTML !== element.innerHTML) element.replaceChildren(...next.childNodes);
}

function term(name, counts, sign) {
  const box = make("div", counts[name] ? "term" : "term none");
  box.append(make("dt", "", word(`sum_${name}`)), make("dd", "", digits(counts[name])));
  box.dataset.term = name;
  if (sign) box.dataset.sign = sign;
  return box;
}

function verdict(wrong) {
  const element = id("verdict");
  const text = wrong || word("balanced");
  if (element.textContent === text) return;
  element.className = wrong ? "verdict bad" : "verdict good";
  element.replaceChildren(icon(wrong ? "bad" : "good"), make("span", "", text));
}

function row(one, told, state) {
  const item = make("li");
  const who = make("p", "whose");
  who.append(make("strong", "", one.name || digits(one.caller) || word("withheld")));
  if (one.name && one.caller) who.append(make("span", "masked", digits(one.caller)));
  who.append(make("span", "tag", state));
  item.append(who, make("p", "", told));
  return item;
}

function waits(one, zone, now) {
  const values = { team: among(one.team), time: moment(Date.parse(one.since), zone, now) };
  return row(one, word("asked_for", values), word(`transfer_${one.state}`));
}

function callback(one, zone, now) {
  const by = Date.parse(one.promised_by);
  const values = { team: among(one.team), time: moment(by, zone, now), span: span((by - now) / 1000) };
  const item = row(one, word(one.late ? "owed_late" : "owed_by", values), word(`callback_${one.state}`));
  if (one.words) item.append(promised(one));
  if (one.attempts) item.append(make("p", "", word("owed_attempts", { count: digits(one.attempts) })));
  return item;
}

// The promise as the caller heard it, in the caller's language.
function promised(one) {
  const element = make("p", "promised");
  const [before, after] = word("owed_words", { words: "\u0000" }).split("\u0000");
  const words = make("q", "", one.words);
  words.lang = one.language;
  element.append(before.replace(/[“”"]/g, ""), words, (after ?? "").replace(/[“”"]/g, ""));
  return element;
}

export function showHours(people, now) {
  put(id("business"), people.business);
  const team = people.teams[0];
  const text = team.open
    ? word("open", { time: team.closes_at ? moment(Date.parse(team.closes_at), people.zone, now) : "" })
    : team.opens_at
      ? word("closed", { time: moment(Date.parse(team.opens_at), people.zone, now) })
      : word("closed_long");
  put(id("hours"), text);
  id("hours").dataset.open = String(team.open);
}
