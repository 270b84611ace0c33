// What happened at one telephone, line by line, and the box in which it scrolls.
import { digits, shortTime, word } from "./words.js";

const MOST = 200;
const SAID = ["say", "error"];
const PLAIN = ["rings", "answers", "enqueued", "dequeued", "bridged", "unbridged", "recorded"];

export class Tape {
  constructor(element) {
    this.element = element;
  }

  // All lines of this telephone, oldest first.
  write(lines, zone, name) {
    this.element.setAttribute("aria-label", word("tape_of", { name }));
    const items = lines.slice(-MOST).map((line) => item(line, lines, zone)).filter(Boolean);
    this.element.replaceChildren(...(items.length ? items : [empty()]));
    this.element.scrollTop = this.element.scrollHeight;
  }
}

function empty() {
  const note = document.createElement("li");
  note.className = "empty";
  note.textContent = word("tape_empty");
  return note;
}

function item(line, lines, zone) {
  const told = text(line, lines);
  if (!told) return null;
  const element = document.createElement("li");
  element.className = told.kind;
  const at = document.createElement("time");
  at.textContent = shortTime(line.at * 1000, zone);
  const words = document.createElement("span");
  words.textContent = told.words;
  if (told.language) words.lang = told.language;
  element.append(at, words);
  return element;
}

function text(line, lines) {
  if (line.what === "hears") return heard(line);
  if (line.what === "presses") return { kind: "did", words: word("line_presses", { key: digits(line.words) }) };
  if (line.what === "speaks") return { kind: "did", words: word("line_speaks", { text: line.words }) };
  if (line.what === "ends") return { kind: "end", words: word(answered(line, lines) ? "line_ends" : "line_missed") };
  if (line.what === "error") return { kind: "end", words: word("line_error", { text: line.words }) };
  if (!PLAIN.includes(line.what) || (line.what === "unbridged" && over(line, lines))) return null;
  return { kind: "did", words: word(`line_${line.what}`) };
}

function heard(line) {
  if (SAID.includes(line.other)) return { kind: "told", words: line.words, language: line.language };
  if (line.other === "person") return { kind: "told", words: word("line_person", { text: line.words }) };
  return line.other === "play" || line.other === "music" ? { kind: "sound", words: `♪ ${word("line_play")}` } : null;
}

function over(line, lines) {
  return lines.some((one) => one.leg === line.leg && one.what === "ends" && one.at <= line.at);
}

function answered(line, lines) {
  return line.role === "caller" || lines.some((one) => one.leg === line.leg && one.what === "answers");
}
