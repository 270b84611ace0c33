"""What a checked folder becomes: values without a trace of YAML, with safe defaults for what was left unsaid."""

from datetime import date, time, timedelta
from pathlib import Path

from ivr.authoring.nodes import END
from ivr.authoring.words import built_in
from ivr.calendar import Closure, Holidays, Window
from ivr.callflow.graph import Callflow, Voice
from ivr.callflow.nodes import Callback, HangUp, Prompt
from ivr.language.words import Word
from ivr.promise.business import Business
from ivr.promise.policy import Owner, Policy, Strategy
from tests.authoring.shop import check, shown

TWO_LANGUAGES = """languages: {en: en-US, bn: {locale: bn-IN, voice: Google.bn-IN-Wavenet-A}}
teams:
  support: {title: {en: Support, bn: সেবা}, hours: shop, owner: {name: Rahima, number: "+8801712345678"}}
"""


def compiled(folder: Path, flow: str = "", business: str = "") -> tuple[Business, Callflow]:
    result = check(folder, flow, business)
    assert not result.problems, shown(result)
    assert result.business is not None
    return result.business, result.flows[0]


def test_the_end_says_goodbye_in_every_language(tmp_path: Path) -> None:
    flow = compiled(tmp_path, "", TWO_LANGUAGES)[1]
    said = {code: built_in()[code]["goodbye"] for code in ("en", "bn")}
    assert flow.nodes[END] == HangUp(Prompt(said))


def test_a_flow_carries_all_that_answering_needs(tmp_path: Path) -> None:
    business, flow = compiled(tmp_path, "numbers: ['+12025550100', '+12025550101']", TWO_LANGUAGES)
    assert (flow.name, flow.title, flow.start) == ("main", "Customer line", "person")
    assert flow.numbers == business.numbers == ("+12025550100", "+12025550101")
    assert flow.languages == {"en": Voice("en-US"), "bn": Voice("bn-IN", "Google.bn-IN-Wavenet-A")}
    assert list(flow.words) == ["en", "bn"]
    assert set(Word) <= set(flow.words["bn"])
    assert flow.team_schedules == {"support": "shop"}
    assert flow.windows == {"support": Window()}
    assert flow.schedules == business.schedules
    assert (flow.zone, flow.country, flow.countries) == ("Asia/Dhaka", "BD", ("BD",))


def test_a_flow_may_speak_fewer_languages_than_the_business(tmp_path: Path) -> None:
    flow = compiled(tmp_path, "languages: {bn: {locale: bn-IN, voice: Google.bn-IN-Wavenet-A}}", TWO_LANGUAGES)[1]
    assert list(flow.languages) == list(flow.words) == ["bn"]


def test_the_business_words_are_laid_over_the_built_in_ones(tmp_path: Path) -> None:
    own = "words: {en: {goodbye: Ta-ra.}}\ntopics: {orders: {en: an order}}"
    business, flow = compiled(tmp_path, "", own)
    assert flow.words["en"]["goodbye"] == "Ta-ra."
    assert flow.nodes[END] == HangUp(Prompt({"en": "Ta-ra."}))
    assert flow.words["en"]["topic_orders"] == "an order"
    assert business.words["en"]["no_input"] == built_in()["en"]["no_input"]


def test_what_a_team_leaves_unsaid_is_the_policy_of_every_team(tmp_path: Path) -> None:
    team = compiled(tmp_path)[0].teams["support"]
    assert team.owner == Owner("Rahima", "+8801712345678")
    assert team.policy == Policy()


def test_every_knob_of_a_policy_can_be_turned(tmp_path: Path) -> None:
    text = """teams:
  support:
    title: {en: Support}
    owner: {name: Rahima, number: "+8801712345678"}
    hours: shop
    languages: [en]
    strategy: in_order
    policy: {ring: 25s, rounds: 3, wait_limit: 5m, minimum_talk: 8s, misses: 3, cool_off: 15m, within: 1h,
             attempt_delays: [10m, 3h], attempts: 4, attempts_a_day: 2, customer_ring: 35s, talk_limit: 1h,
             window: 10:00-18:00, verdict: 20s, wrap_up: 90s}
"""
    team = compiled(tmp_path, "", text)[0].teams["support"]
    minutes = [timedelta(minutes=number) for number in (5, 15, 60, 10, 180, 60)]
    assert team.policy == Policy(
        Strategy.IN_ORDER, timedelta(seconds=25), 3, minutes[0], timedelta(seconds=8), 3, minutes[1], minutes[2],
        (minutes[3], minutes[4]), 4, 2, timedelta(seconds=35), minutes[5], Window(time(10), time(18)),
        timedelta(seconds=20), timedelta(seconds=90),
    )  # fmt: skip
    assert team.languages == ("en",)


def test_a_schedule_with_everything_in_it(tmp_path: Path) -> None:
    text = """schedules:
  shop:
    zone: Asia/Kolkata
    weekly: {saturday-monday: "10:00-13:00, 14:00-24:00", wednesday: all day, friday: closed}
    holidays: {country: IN, subdivision: WB, also: {2027-01-26: Ours}, never: [2026-12-25, 2026-12-26]}
    closures: [2026-12-31, {first: 2027-01-01, last: 2027-01-02, reason: Stocktaking}]
    exceptions: {2026-03-25: 10:00-14:00, 2026-03-26: closed}
"""
    hours = compiled(tmp_path, "", text)[0].schedules["shop"]
    day = ((time(10), time(13)), (time(14), time(0)))
    assert hours.zone == "Asia/Kolkata"
    assert hours.weekly == {5: day, 6: day, 0: day, 2: ((time(0), time(0)),)}
    assert hours.holidays == Holidays(
        "IN", "WB", {date(2027, 1, 26): "Ours"}, frozenset({date(2026, 12, 25), date(2026, 12, 26)})
    )
    assert hours.closures == (
        Closure(date(2026, 12, 31), date(2026, 12, 31)),
        Closure(date(2027, 1, 1), date(2027, 1, 2), "Stocktaking"),
    )
    assert hours.exceptions == {date(2026, 3, 25): ((time(10), time(14)),), date(2026, 3, 26): ()}


def test_a_callback_is_made_by_the_team_that_was_asked_for(tmp_path: Path) -> None:
    text = """teams:
  support: {title: {en: Support}, hours: shop, owner: {name: Rahima, number: "+8801712345678"}}
  workshop: {title: {en: Workshop}, hours: shop, owner: {name: Kamal, number: "+8801812345678"},
             policy: {within: 2h}}
"""
    flow = """nodes:
  person: {transfer: support, unanswered: sorry}
  sorry: {say: We try the workshop., next: second}
  second: {transfer: workshop, unanswered: promise}
  promise: {callback: }
"""
    assert compiled(tmp_path, flow, text)[1].nodes["promise"] == Callback("workshop", END, END, timedelta(hours=2))
