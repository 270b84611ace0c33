"""The language of a flow: the one that most of its widgets speak, its locale and voice, and a few words in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ivr.authoring import voices
from ivr.authoring.studio.model import GATHER, SAY, Properties, Widget

_USUAL = {"en": "en-US", "es": "es-US", "fr": "fr-FR", "de": "de-DE", "pt": "pt-BR", "it": "it-IT", "bn": "bn-IN"}
_FIRST = "en-US"

_KEYS = {
    "en": "For {word}, press {key}.",
    "es": "Para {word}, oprima {key}.",
    "fr": "Pour {word}, tapez {key}.",
    "de": "Für {word} drücken Sie die {key}.",
    "pt": "Para {word}, tecle {key}.",
    "it": "Per {word}, prema {key}.",
    "bn": "{word} এর জন্য {key} চাপুন।",
}
_NO = {"en": "no", "es": "no", "fr": "non", "de": "nein", "pt": "não", "it": "no", "bn": "না"}
_ELSE = {
    "en": "anything else",
    "es": "otra cosa",
    "fr": "autre chose",
    "de": "alles andere",
    "pt": "outro assunto",
    "it": "altro",
    "bn": "অন্য কিছু",
}
_PERSON = {
    "en": "a person",
    "es": "hablar con una persona",
    "fr": "parler à quelqu'un",
    "de": "einen Menschen",
    "pt": "falar com uma pessoa",
    "it": "parlare con una persona",
    "bn": "কথা বলার",
}
_CHOOSE = {
    "en": "Please choose now.",
    "es": "Por favor, elija ahora.",
    "fr": "Veuillez choisir maintenant.",
    "de": "Bitte wählen Sie jetzt.",
    "pt": "Por favor, escolha agora.",
    "it": "Scelga adesso.",
    "bn": "এখন একটি বোতাম চাপুন।",
}
_TONE = {
    "en": "Please leave your message after the tone.",
    "es": "Por favor, deje su mensaje después del tono.",
    "fr": "Veuillez laisser votre message après le bip.",
    "de": "Bitte hinterlassen Sie Ihre Nachricht nach dem Ton.",
    "pt": "Por favor, deixe sua mensagem após o sinal.",
    "it": "Lasci un messaggio dopo il segnale acustico.",
    "bn": "শব্দের পর আপনার কথা বলুন।",
}
YES = frozenset({"yes", "yeah", "si", "sí", "oui", "ja", "sim", "sì", "হ্যাঁ", "y"})


@dataclass(frozen=True, slots=True)
class Tongue:
    code: str = "en"
    locale: str = _FIRST
    voice: str = ""

    def prompt(self, text: str, widget: Widget) -> str:
        """A text as it is written in a prompt."""
        return text

    def foreign(self, widget: Widget) -> str:
        """The locale of a widget that speaks another language than the flow, else nothing."""
        locale = _locale_of(widget.properties)
        return locale if locale and _code(locale) != self.code else ""

    def for_key(self, word: str, key: str, widget: Widget) -> str:
        """The sentence that tells which key to press."""
        return self._said(_KEYS, widget).format(word=word.replace("{", "").replace("}", ""), key=key)

    def no(self, widget: Widget) -> str:
        return self._said(_NO, widget)

    def anything_else(self, widget: Widget) -> str:
        return self._said(_ELSE, widget)

    def choose(self, widget: Widget) -> str:
        return self._said(_CHOOSE, widget)

    def after_the_tone(self, widget: Widget) -> str:
        return self._said(_TONE, widget)

    def person(self, widget: Widget) -> str:
        return self._said(_PERSON, widget)

    def _said(self, words: dict[str, str], widget: Widget) -> str:
        return words.get(_code(self.foreign(widget) or self.locale), words["en"])


def choose(widgets: Iterable[Widget]) -> Tongue:
    """The language that most prompts are in, and the voice that says most of them."""
    speaking = [widget.properties for widget in widgets if widget.kind in (SAY, GATHER)]
    located = [(locale, it.text("voice")) for it in speaking if it.text("say") and (locale := _locale_of(it))]
    locale = Counter(found for found, _ in located).most_common(1)[0][0] if located else _FIRST
    spoken = Counter(voice for found, voice in located if found == locale and _fits(voice, locale))
    unsaid = Counter(it.text("voice") for it in speaking if it.text("say") and _fits(it.text("voice"), locale))
    voice = next(iter([*spoken.most_common(1), *unsaid.most_common(1)]), ("", 0))[0]
    if not voice and _code(locale) in voices.ONLY_GOOGLE:
        voice = next(name for name, known in voices.GOOGLE.items() if known == locale)
    return Tongue(_code(locale), locale, voice)


def _fits(voice: str, locale: str) -> bool:
    """Whether a voice exists and speaks the locale; those for western languages only are not for the others."""
    if _code(locale) in voices.ONLY_GOOGLE or voice in voices.GOOGLE:
        return voices.GOOGLE.get(voice) == locale
    return voice in voices.POLLY or voice in voices.BASIC


def _code(locale: str) -> str:
    return locale.split("-")[0]


def _locale_of(properties: Properties) -> str:
    return _locale(properties.text("language") or properties.text("gather_language"))


def _locale(written: str) -> str:
    """A locale that can be spoken, or nothing."""
    wanted = written.strip().replace("_", "-").lower()
    by_letters = {known.lower(): known for known in voices.LOCALES}
    if not wanted or wanted in by_letters:
        return by_letters.get(wanted, "")
    code = wanted.split("-")[0]
    same = sorted(known for known in voices.LOCALES if _code(known) == code)
    return _USUAL.get(code) or next(iter(same), "")
