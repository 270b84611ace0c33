// Twelve keys: one stop of the tabulator, arrows move within; digits of the keyboard work anywhere in the telephone.
import { put, set } from "./page.js";
import { digits, language, word } from "./words.js";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
const LETTERS = { 2: "ABC", 3: "DEF", 4: "GHI", 5: "JKL", 6: "MNO", 7: "PQRS", 8: "TUV", 9: "WXYZ" };
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -3, ArrowDown: 3 };

export class Keypad {
  constructor(element, pressed) {
    this.element = element;
    this.buttons = KEYS.map((key, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.key = key;
      button.tabIndex = place === 0 ? 0 : -1;
      button.append(document.createElement("b"), document.createElement("small"));
      button.lastChild.ariaHidden = "true";
      button.addEventListener("click", () => pressed(key));
      button.addEventListener("focus", () => this.#stop(button));
      element.append(button);
      return button;
    });
    element.addEventListener("keydown", (event) => this.#move(event));
  }

  write(name) {
    set(this.element, "aria-label", word("keypad", { name }));
    for (const button of this.buttons) {
      const key = button.dataset.key;
      put(button.firstChild, digits(key));
      put(button.lastChild, language() === "bn" ? (/\d/.test(key) ? key : "") : LETTERS[key] ?? "");
      if (key === "*" || key === "#") set(button, "aria-label", word(key === "*" ? "star" : "hash"));
    }
  }

  flash(key) {
    const button = this.buttons[KEYS.indexOf(key)];
    button.classList.add("down");
    setTimeout(() => button.classList.remove("down"), 140);
  }

  #stop(button) {
    for (const one of this.buttons) one.tabIndex = one === button ? 0 : -1;
  }

  #move(event) {
    const step = STEPS[event.key];
    const place = this.buttons.indexOf(event.target);
    if (!step || place < 0) return;
    event.preventDefault();
    this.buttons[Math.min(11, Math.max(0, place + step))].focus();
  }
}

// The telephone's key that a key of the keyboard means: by what it writes, or by where it lies on other layouts.
export function meant(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return null;
  if (KEYS.includes(event.key)) return event.key;
  const place = "০১২৩৪৫৬৭৮৯".indexOf(event.key);
  if (place >= 0) return String(place);
  return event.shiftKey ? null : /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1] ?? null;
}
