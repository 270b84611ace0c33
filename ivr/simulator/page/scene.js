// What one telephone shows, out of the legs at its number. Values in, values out: no page, no network.
const NOTICED = ["in-progress", "ringing"]; // a leg that is only being dialled is noticed by nobody

export function scene(legs = []) {
  const leg = NOTICED.flatMap((status) => legs.filter((one) => one.status === status))[0];
  if (!leg) return { stage: "idle", leg: null };
  if (leg.status === "ringing") return { stage: leg.direction === "inbound" ? "calling" : "ringing", leg };
  if (leg.bridged_with) return { stage: "talking", leg };
  return { stage: leg.queue ? "waiting" : "line", leg };
}

// Who is at the other end of a conversation: the number, or nothing.
export function partner(leg, phones) {
  const all = Object.values(phones).flat();
  return all.find((one) => one.sid === leg.bridged_with)?.number ?? "";
}

// The words to show large: those being said now, or else the last ones said on this leg.
export function heard(leg, lines, stage) {
  if (leg.hears?.kind === "say" || leg.hears?.kind === "error") {
    return { text: leg.hears.text, language: leg.hears.language, now: true, key: `${leg.sid}${leg.hears.since}` };
  }
  const wanted = stage === "talking" ? ["person"] : ["say", "error"];
  const last = lines.findLast((one) => one.leg === leg.sid && one.what === "hears" && wanted.includes(one.other));
  return last ? { text: last.words, language: last.language, now: false, key: `${leg.sid}${last.at}` } : null;
}

// A hint below the words: music, a ringing tone, or that a key is awaited.
export function hint(leg) {
  const kind = leg.hears?.kind;
  if (kind === "play" || kind === "music") return "music";
  if (kind === "ringing") return "ring";
  if (kind === "beep") return "sound";
  return leg.collecting && kind !== "say" ? "key" : "";
}

// A number that is neither an agent's nor ours, at which something happens: the caller's telephone shows it.
export function stranger(phones, agents) {
  const numbers = Object.keys(phones).filter((number) => !agents.includes(number));
  return numbers.find((number) => scene(phones[number]).stage === "ringing") ?? numbers[0] ?? null;
}
