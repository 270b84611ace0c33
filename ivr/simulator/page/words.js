// The page's own words, in one language at a time; numbers and times as people write them there.
const LANGUAGES = ["en", "bn"];
const KEPT = "phones.language";
const tables = {};
let current = "en";

export async function load() {
  await Promise.all(LANGUAGES.map(async (code) => {
    tables[code] = await (await fetch(`/simulator/page/words/${code}.json`)).json();
  }));
  const preferred = kept() ?? navigator.language.slice(0, 2);
  choose(LANGUAGES.includes(preferred) ? preferred : "en");
}

function kept() {
  try { return localStorage.getItem(KEPT); } catch { return null; }
}

export function choose(code) {
  current = code;
  try { localStorage.setItem(KEPT, code); } catch { /* not remembered, then */ }
  document.documentElement.lang = code;
  document.title = word("title");
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", word(element.dataset.label));
  }
}

export function language() { return current; }

export function word(key, values = {}) {
  const text = tables[current][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

// Of texts by language, the one in the page's language; else any.
export function among(texts) { return texts[current] ?? Object.values(texts)[0] ?? ""; }

// Digits as this language writes them; all else stays.
export function digits(text) {
  return current === "bn" ? String(text).replace(/[0-9]/g, (digit) => "০১২৩৪৫৬৭৮৯"[digit]) : String(text);
}

// What was typed in either script, in Latin digits, without the spaces between groups.
export function latin(text) {
  return text.replace(/[০-৯]/g, (digit) => "০১২৩৪৫৬৭৮৯".indexOf(digit)).replace(/[\s()-]/g, "");
}

const LOCALES = { en: "en-GB", bn: "bn-BD-u-nu-beng" };

const HOUR = { hour: "2-digit", minute: "2-digit" };

// The hour; Bengali names the part of the day first: বিকাল ৫:০৫.
export function time(at, zone, seconds = false) {
  const wanted = { ...HOUR, ...(seconds ? { second: "2-digit" } : {}) };
  if (current !== "bn") return format(at, zone, { ...wanted, hourCycle: "h23" });
  const bengali = new Intl.DateTimeFormat(LOCALES.bn, {
    timeZone: zone, ...wanted, hour: "numeric", hourCycle: "h12", dayPeriod: "short",
  }).formatToParts(new Date(at));
  const part = bengali.find((one) => one.type === "dayPeriod").value;
  return `${part} ${bengali.filter((one) => one.type !== "dayPeriod").map((one) => one.value).join("").trim()}`;
}

// The hour without the part of the day, where there is no room for it.
export function shortTime(at, zone) { return format(at, zone, { ...HOUR, second: "2-digit", hourCycle: "h23" }); }

export function day(at, zone, options = { weekday: "long", day: "numeric", month: "long" }) {
  return format(at, zone, options);
}

function format(at, zone, options) {
  return new Intl.DateTimeFormat(LOCALES[current], { timeZone: zone, ...options }).format(new Date(at));
}

// Today the hour alone, else with the day.
export function moment(at, zone, now) {
  if (day(at, zone) === day(now, zone)) return time(at, zone);
  const far = Math.abs(new Date(at) - now) > 6 * 86400e3;
  return `${day(at, zone, far ? { day: "numeric", month: "long" } : { weekday: "long" })} ${time(at, zone)}`;
}

const SPANS = [["day", 86400], ["hour", 3600], ["minute", 60]];

export function span(seconds) {
  const [unit, size] = SPANS.find(([, size]) => Math.abs(seconds) >= size) ?? ["minute", 60];
  const format = new Intl.RelativeTimeFormat(LOCALES[current], { numeric: "always" });
  return format.format(Math.round(seconds / size), unit);
}

export function languageName(code) {
  return new Intl.DisplayNames([LOCALES[current]], { type: "language" }).of(code.slice(0, 2));
}

// +8801712345678 → +880 1712-345678
export function number(text) {
  if (WITHHELD.includes(text)) return word("withheld");
  const parts = /^\+880(\d{4})(\d{6})$/.exec(text);
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(text);
  if (parts) return digits(`+880 ${parts[1]}-${parts[2]}`);
  return digits(american ? `+1 ${american.slice(1).join(" ")}` : text);
}

// As carriers spell ANONYMOUS on a telephone's keys.
export const WITHHELD = ["+266696687"];
