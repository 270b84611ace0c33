"""Whether what is spoken can be spoken: each prompt in each language, with known places, within the voice's limit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from ivr.authoring import voices
from ivr.authoring.check.marks import check_marks
from ivr.authoring.codes import Code
from ivr.authoring.flow import FlowForm, VoiceForm
from ivr.authoring.problem import Findings, listed
from ivr.authoring.prompts import PromptForm
from ivr.authoring.read_node import Broken
from ivr.authoring.scalars import Said
from ivr.authoring.shape import Pair
from ivr.language.template import MOST_LETTERS, places

MOST_ENCODED = 4500
"""URL-encoded bytes of one Say (Twilio error 13521): a Bengali letter has nine, so some 450 letters fit."""
_BYTES = {"Google": 5000, "Polly": 3000}
_BYTES_BASIC = 4096
"""UTF-8 bytes of one Say by the kind of voice (Twilio's page on Say)."""

Voices = Mapping[str, Pair[VoiceForm]]


def prompts(flow: FlowForm) -> Iterator[PromptForm]:
    """Every prompt of a flow, in the order of the file."""
    for pair in flow.nodes.values():
        if not isinstance(pair.value, Broken):
            yield from pair.value.prompts()


def check_speech(flow: FlowForm, spoken: Voices, found: Findings) -> None:
    for pair in flow.nodes.values():
        if not isinstance(pair.value, Broken):
            for prompt in pair.value.prompts():
                _check_prompt(prompt, spoken, pair.value.heard, found)


def _check_prompt(prompt: PromptForm, spoken: Voices, aloud: bool, found: Findings) -> None:
    if not prompt.partial:
        _each_language(prompt, spoken, found)
    for code, said in prompt.spoken(spoken).items():
        if aloud:
            _length(said, spoken[code].value, found)
        check_marks(said, spoken[code].value, found)


def check_voices(spoken: Voices, found: Findings) -> None:
    """Whether each language has a locale and a voice that the line knows, and which belong together."""
    for code, pair in spoken.items():
        locale, voice = pair.value.locale, pair.value.voice
        if locale.value not in voices.LOCALES:
            message = f'nothing speaks the locale "{locale.value}"'
            near = [name for name in sorted(voices.LOCALES) if name.startswith(code)]
            found.unknown(Code.UNKNOWN_VOICE, locale.mark, message, locale.value, near or sorted(voices.LOCALES))
        elif locale.value.split("-")[0] != code:
            found.add(Code.UNKNOWN_VOICE, locale.mark, f'the locale "{locale.value}" is not of the language "{code}"')
        elif voice:
            _voice(voice, locale.value, found)
        elif code in voices.ONLY_GOOGLE:
            near = [name for name, spoken_in in voices.GOOGLE.items() if spoken_in == locale.value]
            found.add(Code.UNKNOWN_VOICE, locale.mark, f'"{code}" needs a voice by name', listed(near, 4))


def _voice(voice: Said[str], locale: str, found: Findings) -> None:
    name = voice.value
    if name in voices.POLLY or name in voices.BASIC or voices.GOOGLE.get(name) == locale:
        return
    near = [known for known, spoken_in in voices.GOOGLE.items() if spoken_in == locale] or sorted(voices.POLLY)
    message = f'the voice "{name}" speaks another locale' if name in voices.GOOGLE else f'there is no voice "{name}"'
    found.unknown(Code.UNKNOWN_VOICE, voice.mark, message, name, near, listed(near, 4))


def _each_language(prompt: PromptForm, spoken: Voices, found: Findings) -> None:
    if prompt.bare:
        if len(spoken) > 1:
            found.add(
                Code.BARE_PROMPT, prompt.mark, "in which language is this?", f"a text for each of {listed(spoken)}"
            )
        return
    for code in spoken:
        if code not in prompt.languages:
            found.add(
                Code.NOT_SPOKEN, prompt.mark, f'nothing is said in "{code}"', f"a text for each of {listed(spoken)}"
            )
    for code, mark in prompt.languages.items():
        if code not in spoken:
            message = f'this flow does not speak "{code}"'
            found.unknown(Code.UNKNOWN_LANGUAGE, mark, message, code, spoken)


def _length(said: Said[str], voice: VoiceForm, found: Findings) -> None:
    text = said.value + "ক" * MOST_LETTERS * len(places(said.value))
    most = _BYTES.get(voice.voice.value.split(".")[0], _BYTES_BASIC) if voice.voice else _BYTES_BASIC
    encoded, raw = len(quote(text, safe=" ")), len(text.encode())
    if encoded <= MOST_ENCODED and raw <= most:
        return
    share = min(MOST_ENCODED / encoded, most / raw)
    letters = int(len(said.value) * share)
    found.add(
        Code.TOO_LONG,
        said.mark,
        f"{len(said.value)} letters are more than the voice can say at once ({raw} bytes)",
        f"at most about {letters} letters; two nodes can say two parts",
    )
