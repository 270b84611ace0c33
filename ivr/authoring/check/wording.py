"""Whether prompts are worded as norms advise: the purpose first, the right word for the act, keys that mean the same
everywhere. What can be told by words alone is told per language; a language without a row here is not judged."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from ivr.authoring.check.menus import breaths, keys_in
from ivr.authoring.codes import Code
from ivr.authoring.nodes import LanguageForm, MenuForm, NodeForm
from ivr.authoring.nodes.asking import CollectForm
from ivr.authoring.nodes.outside import ListenForm
from ivr.authoring.nodes.telling import SmsForm
from ivr.authoring.problem import Findings
from ivr.authoring.prompts import PromptForm
from ivr.authoring.scalars import Said, within
from ivr.language.marks import unmarked
from ivr.language.pace import spoken_seconds

MOST_SECONDS = 20
"""Our own measure: two sentences longer than this, and callers press 0 or hang up."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """How a language says these things."""

    key_wrong: re.Pattern[str]
    """Any other act than pressing, with one key."""
    row_wrong: re.Pattern[str]
    """Any other act than entering, with a row of digits."""
    press: str
    enter: str
    yes: re.Pattern[str]
    no: re.Pattern[str]
    star: re.Pattern[str]
    again: re.Pattern[str]
    """What the star key may be for: to repeat, to go back, and the point of an amount."""
    hash: re.Pattern[str]
    done: re.Pattern[str]
    """What the hash key may be for: the end of an entry."""
    changed: re.Pattern[str]
    """What says that a menu is another one than it was."""
    key_first: re.Pattern[str] | None = None


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


TONGUES: Mapping[str, Tongue] = {
    "en": Tongue(
        key_wrong=_words(r"\b(?:enter|dial|type|hit|push|punch|select|choose)\s+(?:the\s+)?(?:number |key )?\d(?!\w)"),
        row_wrong=_words(
            r"\b(?:press|dial|type|hit|push|punch)\s+(?:in\s+)?(?:your|all|its|the (?!hash|pound|star|key))\b"
        ),
        press='"press 1"',
        enter='"enter your number"',
        yes=_words(r"\byes\b"),
        no=_words(r"\bno\b(?=,|:| press|\W*$)"),
        star=_words(r"\b(?:star|asterisk)\b|\*"),
        again=_words(r"repeat|again|back|previous|once more|point|decimal"),
        hash=_words(r"\b(?:hash|pound)\s+(?:key|sign)|\bpress (?:hash|pound)\b|#"),
        done=_words(r"done|finish|end|then|after|follow|ready|complete|stop"),
        changed=_words(r"chang|\bnew (?:menu|keys|choices)"),
        key_first=_words(
            r"\b(?:press|push|dial|hit)\s+(?:the\s+)?(?:number\s+|key\s+)?[0-9*#]\s+(?:for|to)\b(?!\s+[0-9])"
        ),
    ),
    "bn": Tongue(
        key_wrong=_words(r"(?<!\d)\d\s+(?:ডায়াল|ডায়াল|টাইপ|লিখুন|এন্টার)"),
        row_wrong=_words(r"টাইপ|ডায়াল|ডায়াল|লিখুন"),
        press='"১ চাপুন"',
        enter='"নম্বরটি চাপুন"',
        yes=_words(r"হ্যাঁ"),
        no=_words(r"(?<!\w)না(?=\s+(?:হলে|বলতে)|,)"),
        star=_words(r"স্টার|তারকা|\*"),
        again=_words(r"আবার|পুনরায়|পুনরায়|ফিরে|আগের|দশমিক"),
        hash=_words(r"হ্যাশ|পাউন্ড কি|#"),
        done=_words(r"শেষ|তারপর|এরপর|পরে|হলে"),
        changed=_words(r"বদল|পরিবর্তন|নতুন মেনু"),
    ),
}


def check_wording(form: NodeForm, spoken: Collection[str], found: Findings) -> None:
    if isinstance(form, SmsForm):
        return
    for prompt in form.prompts():
        for code, said in prompt.spoken(spoken).items():
            if (seconds := spoken_seconds(said.value, code)) > MOST_SECONDS:
                message = f"this takes about {seconds:.0f} seconds to say (our own measure: {MOST_SECONDS} at most)"
                found.add(Code.LONG_PROMPT, said.mark, message, "fewer words, or two nodes")
            if code in TONGUES:
                _purpose_first(said, TONGUES[code], found)
                _act(form, said, TONGUES[code], found)
                _fixed(form, said, TONGUES[code], found)
                _yes_and_no(form, prompt, said, TONGUES[code], found)


def _purpose_first(said: Said[str], tongue: Tongue, found: Findings) -> None:
    if tongue.key_first and (turned := tongue.key_first.search(said.value)):
        message = f'"{turned.group()}" names the key before what it is for (ISO/IEC 13714, ETSI ETR 096)'
        found.add(Code.PURPOSE_FIRST, said.mark, message, '"For orders, press 1."')


def _act(form: NodeForm, said: Said[str], tongue: Tongue, found: Findings) -> None:
    """One key is pressed, a row of digits is entered."""
    if isinstance(form, MenuForm | LanguageForm | ListenForm):
        wrong, right = tongue.key_wrong.search(said.value), tongue.press
    elif isinstance(form, CollectForm):
        wrong, right = tongue.row_wrong.search(said.value), tongue.enter
    else:
        return
    if wrong and not (tongue.key_first and tongue.key_first.search(said.value)):
        message = f'"{wrong.group().strip()}" is another act than this one (ISO/IEC 13714)'
        found.add(Code.WRONG_ACT, within(said.mark, said.value, wrong.start(), wrong.group()), message, right)


def _fixed(form: NodeForm, said: Said[str], tongue: Tongue, found: Findings) -> None:
    """The star key repeats, the hash key ends an entry: everywhere, so that nobody has to learn it twice."""
    for part in breaths(said.value):
        if tongue.star.search(part) and not tongue.again.search(part):
            message = "the star key is for hearing it again, or going back, everywhere (ISO/IEC 13714)"
            found.add(Code.FIXED_KEY, said.mark, message, "a digit for everything else")
        if tongue.hash.search(part) and (isinstance(form, MenuForm | LanguageForm) or not tongue.done.search(part)):
            message = "the hash key ends an entry of several keys, and nothing else (ISO/IEC 13714)"
            found.add(Code.FIXED_KEY, said.mark, message, "a digit for everything else")


def _yes_and_no(form: NodeForm, prompt: PromptForm, said: Said[str], tongue: Tongue, found: Findings) -> None:
    """Only where a yes is asked for: a bare no has many meanings."""
    if not isinstance(form, MenuForm) or prompt is not form.prompt or not tongue.yes.search(said.value):
        return
    for pattern, right in ((tongue.yes, "1"), (tongue.no, "2")):
        if wrong := next((key for key in _keys_after(said.value, pattern) if key != right), None):
            message = f'"{"yes" if right == "1" else "no"}" is on {wrong} (ISO/IEC 13714: yes on 1, no on 2)'
            found.add(Code.YES_AND_NO, said.mark, message, '"For yes, press 1. For no, press 2."')


def _keys_after(text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """The key that is named first after a word, in the same breath."""
    for part in breaths(text):
        if word := pattern.search(part):
            yield from [key for at, key in keys_in(unmarked(part)) if at > word.end()][:1]
