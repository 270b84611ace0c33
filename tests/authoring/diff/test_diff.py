"""A change of a call flow, told to the person who reviews it; what is only written otherwise is no change."""

import json
from pathlib import Path

import pytest

from ivr.authoring.diff import Change, Version, Weight, compare
from ivr.authoring.diff.show import as_json, as_text
from tests.authoring.shop import check, shown

BILINGUAL = """languages: {en: en-US, bn: {locale: bn-IN, voice: Google.bn-IN-Wavenet-A}}
teams:
  support: {title: {en: Support, bn: সেবা}, hours: shop, owner: {name: Rahima, number: "+8801712345678"}}
  billing: {title: {en: Billing, bn: বিল}, hours: shop, owner: {name: Kamal, number: "+8801812345678"}}
"""
FLOW = """
start: hello
nodes:
  hello:
    say: {en: Welcome., bn: স্বাগতম।}
    next: clock
  clock: {hours: support, open: reason, closed: promise}
  reason:
    menu:
      prompt: {en: "For orders, press 1. For billing, press 3.", bn: অর্ডারের জন্য ১ চাপুন। বিলের জন্য ৩ চাপুন।}
      choices: {"1": person, "3": {topic: bills, go: billing}}
      otherwise: person
  person: {transfer: support, unanswered: promise}
  billing: {transfer: billing, unanswered: promise}
  promise: {callback: 30m, team: support}
"""
TOPICS = "topics: {bills: {en: a bill, bn: বিল}, repairs: {en: a repair, bn: মেরামত}}\n"


def version(folder: Path, flow: str = FLOW, business: str = BILINGUAL + TOPICS, **more: str) -> Version:
    result = check(folder, flow, business, **more)
    assert not result.errors, shown(result)
    return Version({one.name: one for one in result.flows}, result.business, whole=True)


def changes(tmp_path: Path, *edits: tuple[str, str], business: str = BILINGUAL + TOPICS) -> tuple[Change, ...]:
    """What is told where in the flow these pieces are replaced."""
    edited = FLOW
    for old, new in edits:
        assert old in edited
        edited = edited.replace(old, new)
    return compare(version(tmp_path / "old"), version(tmp_path / "new", edited, business))


def says(found: tuple[Change, ...], weight: Weight | None = None) -> list[str]:
    return [change.says for change in found if weight in (None, change.weight)]


@pytest.mark.parametrize(
    ("old", "new", "weight", "sentence"),
    [
        ("go: billing}", "go: person}", Weight.KEYS, "at reason, key 3 now reaches person (was billing)"),
        ('{"1": person, ', "{", Weight.KEYS, "at reason, key 1 no longer means anything (it reached person)"),
        ('"1": person, ', '"1": person, "2": billing, ', Weight.KEYS, "at reason, key 2 is new and reaches billing"),
        ("topic: bills", "topic: repairs", Weight.KEYS, "at reason, key 3: its topic is now repairs (was bills)"),
        (
            "otherwise: person",
            "otherwise: billing",
            Weight.REACH,
            "callers who say nothing at reason now reach billing (was person)",
        ),
        (
            "callback: 30m",
            "callback: 1h",
            Weight.PROMISE,
            "the promise of promise is now 1 hour (was 30 minutes)",
        ),
        (
            "bn: স্বাগতম।",
            "bn: শুভ সকাল।",
            Weight.WORDS,
            "hello now says in bn: “শুভ সকাল।” (was “স্বাগতম।”)",
        ),
        (
            "team: support",
            "team: billing",
            Weight.REACH,
            "promise is now for the team billing (was support)",
        ),
        (
            "closed: promise",
            "closed: person",
            Weight.REACH,
            "callers outside the open hours of clock now reach person (was promise)",
        ),
        ("next: clock", "next: reason", Weight.STRUCTURE, "after hello now comes reason (was clock)"),
    ],
)
def test_a_change_in_the_words_of_a_caller(old: str, new: str, weight: Weight, sentence: str, tmp_path: Path) -> None:
    flow = FLOW
    if new == "next: reason":  # the clock stands beside the way then, and is still reached
        flow = FLOW.replace('"1": person', '"1": clock')
    if old == "go: billing}":
        flow = FLOW.replace('"1": person', '"1": billing')
    before = version(tmp_path / "old", flow)
    after = version(tmp_path / "new", flow.replace(old, new))
    assert sentence in says(compare(before, after), weight)


def test_who_says_nothing_at_night_is_followed_to_the_end(tmp_path: Path) -> None:
    found = changes(tmp_path, ("closed: promise", "closed: person"))
    told = "callers who never press a key while we are closed now wait for support"
    assert f"{told} (they are promised a call of support within 30 minutes until now)" in says(found, Weight.REACH)
    assert not [one for one in says(found) if "while we are open" in one]


def test_a_team_that_nobody_reaches_any_more_is_told_first(tmp_path: Path) -> None:
    gone = "  billing: {transfer: billing, unanswered: promise}\n"
    found = changes(tmp_path, ("go: billing}", "go: person}"), (gone, ""))
    assert says(found)[0] == "callers can no longer be put through to billing"
    assert "billing is gone (it was of the kind transfer)" in says(found, Weight.STRUCTURE)


def test_what_is_only_written_otherwise_is_no_change(tmp_path: Path) -> None:
    person, billing = (line for line in FLOW.splitlines() if "{transfer" in line)
    shuffled = FLOW.replace(f"{person}\n{billing}", f"  # a remark\n{billing}\n{person}")
    shuffled = shuffled.replace("    next: clock", "    next:   clock    # on")
    assert person.strip().startswith("person") and shuffled != FLOW
    found = compare(version(tmp_path / "old"), version(tmp_path / "new", shuffled))
    assert not found, says(found)
    assert as_text(found) == "Nothing changes for a caller."
    assert json.loads(as_json(found)) == {"equal": True, "changes": []}


def test_a_new_name_is_no_other_change(tmp_path: Path) -> None:
    found = changes(tmp_path, ("billing:", "bills:"), ("go: billing}", "go: bills}"))
    assert says(found) == ["billing is now called bills"]


def test_a_new_name_beside_a_new_word_is_seen_through(tmp_path: Path) -> None:
    found = changes(tmp_path, ("hello:", "welcome:"), ("start: hello", "start: welcome"), ("Welcome.", "Hello."))
    assert says(found) == ["welcome now says in en: “Hello.” (was “Welcome.”)", "hello is now called welcome"]


def test_two_nodes_that_change_their_names_with_each_other_are_not_mixed_up(tmp_path: Path) -> None:
    found = changes(
        tmp_path,
        ("person: {transfer", "x: {transfer"),
        ("billing: {transfer", "person: {transfer"),
        ("x: {transfer", "billing: {transfer"),
    )
    assert "person is now for the team billing (was support)" in says(found)


def test_what_the_business_changes_is_told_once(tmp_path: Path) -> None:
    business = BILINGUAL + TOPICS + "schedules: {shop: {weekly: {saturday-wednesday: 09:00-20:00}}}\n"
    business = business.replace("Kamal,", "Asha,").replace("+8801812345678", "+8801912345678")
    found = changes(tmp_path, business=business)
    assert says(found, Weight.REACH) == [
        "shop is now open from 09:00-20:00 on Monday, Tuesday, Wednesday, Saturday, Sunday (was 10:00-20:00)",
        "shop is now closed on Thursday (was 10:00-20:00)",
    ]
    assert says(found, Weight.PROMISE) == [
        "the team billing: owner name is now Asha (was Kamal)",
        "the team billing: owner number is now +8801912345678 (was +8801812345678)",
    ]
    assert len(found) == 4


def test_a_flow_without_its_business_tells_what_it_has_from_it(tmp_path: Path) -> None:
    """As one that was published long ago is compared."""
    business = BILINGUAL + TOPICS + "schedules: {shop: {weekly: {saturday-thursday: 09:00-20:00}}}\n"
    old, new = version(tmp_path / "old"), version(tmp_path / "new", business=business)
    (sentence,) = says(compare(Version(old.flows), Version(new.flows)))
    assert sentence.startswith("shop is now open from 09:00-20:00 on Monday")


def test_flows_that_come_and_go(tmp_path: Path) -> None:
    old = version(tmp_path / "old")
    new = version(tmp_path / "new", other="callflow: other\nnumbers: ['+12025550101']")
    gone = "the flow other is gone; it answered +12025550101"
    assert gone in says(compare(new, old))
    assert "the flow other is new and answers +12025550101" in says(compare(old, new))
    one = Version({"main": old.flows["main"]})
    assert compare(new, one) == ()


def test_the_text_goes_from_what_matters_most_to_what_matters_least(tmp_path: Path) -> None:
    edits = ("callback: 30m", "callback: 1h"), ("Welcome.", "Hello."), ("go: billing}", "go: person}")
    gone = ("  billing: {transfer: billing, unanswered: promise}\n", "")
    text = as_text(changes(tmp_path, *edits, gone))
    heads = [line for line in text.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert heads == [
        "Who can be reached, and when:",
        "What is promised:",
        "Which keys there are, and where they lead:",
        "What is said:",
        "How it is built:",
    ]


def test_programs_read_fields(tmp_path: Path) -> None:
    (change,) = json.loads(as_json(changes(tmp_path, ("callback: 30m", "callback: 1h"))[1:]))["changes"]
    assert change == {
        "weight": "promise",
        "says": "the promise of promise is now 1 hour (was 30 minutes)",
        "flow": "main",
        "node": "promise",
        "what": "within",
        "was": "30 minutes",
        "now": "1 hour",
        "language": "",
    }
