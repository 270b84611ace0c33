// A call that is played again: the address says who called whom, and which keys were pressed. Nobody's number is in it.
import { id, put } from "./page.js";
import { digits, word } from "./words.js";

const SAID = { "?": () => word("replay_secret"), "-": () => word("replay_silence") };

export function asked() {
  const found = new URLSearchParams(location.hash.slice(1));
  if (!found.has("from")) return null;
  return { from: found.get("from"), to: found.get("to") ?? "", keys: (found.get("keys") ?? "").split(",").filter(Boolean) };
}

export function show(call) {
  const element = id("replay");
  element.hidden = !call?.keys.length;
  if (!element.hidden) put(element, word("replay", { keys: call.keys.map((key) => SAID[key]?.() ?? digits(key)).join(" · ") }));
}
