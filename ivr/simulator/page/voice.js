// What a telephone says, read aloud by the browser's own voices; it says when it has none for a language.
const synthesis = window.speechSynthesis ?? null;
let on = false;

export function speaking() { return on; }

// Switches it; returns the languages, of those named, for which there is no voice.
export async function switchTo(wanted, languages) {
  on = wanted;
  synthesis?.cancel();
  if (!on) return [];
  await ready();
  return languages.filter((language) => !find(language));
}

function ready() {
  if (!synthesis || synthesis.getVoices().length) return Promise.resolve();
  return new Promise((resolve) => {
    synthesis.addEventListener("voiceschanged", resolve, { once: true });
    setTimeout(resolve, 1200);
  });
}

function find(language) {
  const voices = synthesis?.getVoices() ?? [];
  const tag = (voice) => voice.lang.replace("_", "-").toLowerCase();
  const sought = language.toLowerCase();
  return voices.find((voice) => tag(voice) === sought) ?? voices.find((voice) => tag(voice).slice(0, 2) === sought.slice(0, 2));
}

// Sentence by sentence: long texts stop halfway on some engines.
export function say(text, language) {
  const voice = on && find(language);
  if (!voice) return;
  for (const sentence of text.split(/(?<=[.!?।])\s+/)) {
    const utterance = new SpeechSynthesisUtterance(sentence);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    synthesis.speak(utterance);
  }
}

export function hush() {
  if (on) synthesis?.cancel();
}
