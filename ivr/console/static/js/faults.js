// What went wrong with a line or a microphone, in the reader's words: by what they can do about it. A number stays beside
// it for whoever helps them. The words stand at the box, by kind.
const KINDS = {
  denied: ["NotAllowedError", "SecurityError", 31401, 31208],
  missing: ["NotFoundError", "NotReadableError", "AbortError", "OverconstrainedError", 31402],
  insecure: ["Insecure"],
  refused: ["NoToken", 20101, 20102, 20103, 20104, 20107, 20151, 20157, 31201, 31202, 31204, 31205, 31206, 31207],
  lost: ["Lost", 31000, 31003, 31005, 31009, 53000, 53001, 53405],
};
const FIRST_CODE = 10000; // of a telephone company's; a browser's own errors have names, and old numbers that mean nothing

export function fault(name) {
  return Object.assign(new Error(name), { name });
}

export function told(error, { dataset }) {
  const code = error.code >= FIRST_CODE ? error.code : null;
  const cause = code ?? error.name;
  const kind = Object.keys(KINDS).find((one) => KINDS[one].includes(cause)) ?? "other";
  const aside = code ?? (kind === "other" ? error.message : "");
  const words = JSON.parse(dataset.faults)[kind];
  return aside ? `${words} (${aside})` : words;
}
