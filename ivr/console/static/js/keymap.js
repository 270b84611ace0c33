// Binds the keys that the cheat sheet lists, and nothing else. By their place on the keyboard, never while somebody types.
import { tinykeys } from "../vendor/tinykeys/tinykeys.js";

const TYPING = "input, textarea, select, [contenteditable], dialog[open]";
const ITEMS = "[data-item]"; // in a list: the link or the row that has the focus, one after another

export function bind(sheet) {
  const deeds = {
    sheet: () => (sheet.open ? sheet.close() : sheet.showModal()),
    search: () => document.getElementById("search")?.focus(),
    next: () => move(1),
    previous: () => move(-1),
    open: null, // the browser does that: what has the focus is a link
  };
  for (const button of document.querySelectorAll("[data-deed=sheet]")) {
    if (button.tagName === "BUTTON") button.addEventListener("click", deeds.sheet);
  }
  sheet.querySelector("[data-close]").addEventListener("click", () => sheet.close());
  if (document.body.dataset.keys === "off") return;
  const bindings = {};
  for (const row of sheet.querySelectorAll("tr[data-codes]")) {
    const { codes, selector, deed } = row.dataset;
    const act = selector ? () => document.querySelector(selector)?.click() : deeds[deed];
    if (act) bindings[codes] = guarded(act, deed === "sheet");
  }
  tinykeys(window, bindings);
}

function guarded(act, always) {
  return (event) => {
    const typing = event.target instanceof Element && event.target.closest(TYPING);
    const chord = event.ctrlKey && event.shiftKey; // types nothing: a caller is taken from the middle of a word
    if (event.defaultPrevented || (typing && !chord && !(always && event.target.closest("dialog[open]")))) return;
    event.preventDefault();
    act();
  };
}

function move(by) {
  const items = [...document.querySelectorAll(`main ${ITEMS}`)].filter((item) => item.offsetParent);
  const at = items.indexOf(document.activeElement?.closest(ITEMS));
  const next = at < 0 ? (by > 0 ? 0 : items.length - 1) : at + by;
  items[Math.min(Math.max(next, 0), items.length - 1)]?.focus();
}
