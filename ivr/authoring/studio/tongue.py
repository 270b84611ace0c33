"""The languages of a flow, with their voices, and a few words in each; and where a call changes from one to another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ivr.authoring import voices
from ivr.authoring.studio.model import GATHER, SAY, Properties, Studio, Widget

_USUAL = {"en": "en-US", "es": "es-US", "fr": "fr-FR", "de": "de-DE", "pt": "pt-BR", "it": "it-IT", "bn": "bn-IN"}
_FIRST = "en-US"
_WHATEVER = "?"
"""What a caller spoke before, of whom nothing is known yet."""
MOST_LANGUAGES = 4

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
class Voice:
    """A language of a flow; `name` is empty where none of Studio's voices speaks it."""

    code: str = "en"
    locale: str = _FIRST
    name: str = ""

    @property
    def written(self) -> dict[str, str]:
        return {"locale": self.locale, **({"voice": self.name} if self.name else {})}


@dataclass(frozen=True, slots=True)
class Tongue:
    """What a flow speaks; the first language is spoken first."""

    voices: tuple[Voice, ...] = (Voice(),)

    @property
    def first(self) -> Voice:
        return self.voices[0]

    @property
    def codes(self) -> list[str]:
        return [voice.code for voice in self.voices]

    def prompt(self, text: str) -> str | dict[str, str]:
        """A text as it is written in a prompt; in several languages, where only one of them ever comes to it."""
        return text if len(self.voices) == 1 else dict.fromkeys(self.codes, text)

    def spoken_by(self, widget: Widget) -> str:
        """The language in which a widget speaks; empty where it says nothing."""
        if widget.kind not in (SAY, GATHER) or not widget.properties.text("say"):
            return ""
        code = _code(locale_of(widget.properties))
        return code if code in self.codes else self.first.code

    def foreign(self, widget: Widget) -> str:
        """The locale of a widget that speaks a language which this flow does not have, else nothing."""
        locale = locale_of(widget.properties)
        return locale if locale and _code(locale) not in self.codes else ""

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
        return words.get(_code(locale_of(widget.properties) or self.first.locale), words["en"])


def choose(widgets: Iterable[Widget], among: Collection[str] | None) -> Tongue:
    """The languages of a flow, the most spoken one first. `among`: those of the business, where it has said so."""
    speaking = [it.properties for it in widgets if it.kind in (SAY, GATHER) and it.properties.text("say")]
    located = [(locale, it.text("voice")) for it in speaking if (locale := locale_of(it))]
    codes = [code for code, _ in Counter(_code(locale) for locale, _ in located).most_common()]
    there = [code for code in dict.fromkeys([*codes, "en"]) if among is None or code in among] or list(among or ())[:1]
    kept = [code for code in there if code in codes] or there[:1]
    unsaid = [it.text("voice") for it in speaking if not locale_of(it)]
    return Tongue(tuple(_voice(code, located, unsaid if code == kept[0] else []) for code in kept[:MOST_LANGUAGES]))


def _voice(code: str, located: list[tuple[str, str]], unsaid: list[str]) -> Voice:
    own = [(locale, voice) for locale, voice in located if _code(locale) == code]
    locale = Counter(it for it, _ in own).most_common(1)[0][0] if own else _locale(code) or _FIRST
    fitting = [voice for _, voice in own if _fits(voice, locale)] or [it for it in unsaid if _fits(it, locale)]
    name = Counter(fitting).most_common(1)[0][0] if fitting else ""
    if not name and code in voices.ONLY_GOOGLE:
        name = next(known for known, spoken_in in voices.GOOGLE.items() if spoken_in == locale)
    return Voice(_code(locale), locale, name)


def entries(studio: Studio, reached: list[str], tongue: Tongue) -> dict[str, str]:
    """Widgets to which a call may come while another language is spoken, with the language that they speak."""
    if len(tongue.voices) == 1 or not reached:
        return {}
    spoken = {name: tongue.spoken_by(studio.widgets[name]) for name in reached}
    before: dict[str, set[str]] = {name: set() for name in reached}
    before[reached[0]].add(_WHATEVER)
    waiting = [reached[0]]
    while waiting:
        name = waiting.pop()
        after = {spoken[name]} if spoken[name] else before[name]
        for way in studio.widgets[name].ways:
            if way.to and not after <= before[way.to]:
                before[way.to] |= after
                waiting.append(way.to)
    return {name: code for name, code in spoken.items() if code and before[name] - {code}}


def _fits(voice: str, locale: str) -> bool:
    """Whether a voice exists and speaks the locale; those for western languages only are not for the others."""
    if _code(locale) in voices.ONLY_GOOGLE or voice in voices.GOOGLE:
        return voices.GOOGLE.get(voice) == locale
    return voice in voices.POLLY or voice in voices.BASIC


def _code(locale: str) -> str:
    return locale.split("-")[0]


def locale_of(properties: Properties) -> str:
    """The locale in which a widget speaks; empty where none is given, or none that can be spoken."""
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
