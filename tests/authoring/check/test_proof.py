"""The proof: who asked for a person, or said nothing, is never left with nothing; and what it says of those who are."""

from pathlib import Path

from tests.authoring.shop import check, codes, only, shown

CALLBACK = "  promise: {callback: 30m}\n"
DESK = "  desk: {transfer: support, unanswered: promise}\n"
BYE = "  bye: {hang_up: Goodbye.}\n"


def nodes(text: str, start: str = "person") -> str:
    return f"start: {start}\nnodes:\n{text}"


def story(folder: Path, flow: str, code: str, business: str = "") -> list[str]:
    """The dialogue of the one thing that is wrong."""
    problem = only(check(folder, flow, business))
    assert problem.code == code
    return [" ".join(line.split()) for line in problem.story]


def clean(folder: Path, flow: str) -> None:
    result = check(folder, flow)
    assert not result.problems, shown(result)


def test_a_transfer_that_ends_in_goodbye_leaves_the_caller_alone(tmp_path: Path) -> None:
    flow = nodes("  person: {transfer: support, unanswered: bye}\n" + BYE)
    assert story(tmp_path, flow, "F401") == [
        "caller waits for support, and nobody takes the call",
        'caller hears "Goodbye."',
        "we hang up",
    ]


def test_a_callback_keeps_the_promise(tmp_path: Path) -> None:
    clean(tmp_path, nodes("  person: {transfer: support, unanswered: promise}\n" + CALLBACK))


def test_a_second_team_puts_the_question_off_but_does_not_answer_it(tmp_path: Path) -> None:
    flow = nodes(
        "  person: {transfer: support, unanswered: again}\n  again: {transfer: support, unanswered: bye}\n" + BYE
    )
    assert story(tmp_path, flow, "F401")[:2] == ["caller waits for support, and nobody takes the call"] * 2


def test_a_talk_settles_what_was_owed(tmp_path: Path) -> None:
    clean(tmp_path, nodes("  person: {transfer: support, unanswered: promise, done: bye}\n" + CALLBACK + BYE))


def test_whoever_was_asked_for_a_number_and_has_none_is_told_so_and_that_is_all(tmp_path: Path) -> None:
    clean(tmp_path, nodes("  person: {callback: {within: 30m, cannot: bye}}\n" + BYE))


def test_whoever_was_not_even_asked_for_a_number_is_left_alone(tmp_path: Path) -> None:
    flow = nodes("  person: {callback: {within: 30m, ask_number: false, cannot: bye}}\n" + BYE)
    assert story(tmp_path, flow, "F401")[0].startswith("(the caller's number is withheld")


OFFER = """  person: {transfer: support, unanswered: offer}
  offer:
    menu:
      prompt: To be called back, press 1. Or press 2.
      choices: {"1": promise, "2": no}
      otherwise: promise
"""


def test_the_callers_own_no_is_a_fate(tmp_path: Path) -> None:
    clean(tmp_path, nodes(OFFER + "  no: {decline: }\n" + CALLBACK))


def test_a_key_that_only_hangs_up_is_no_no(tmp_path: Path) -> None:
    flow = nodes(OFFER + "  no: {hang_up: As you like.}\n" + CALLBACK)
    assert story(tmp_path, flow, "F401") == [
        "caller waits for support, and nobody takes the call",
        'caller hears "To be called back, press 1. Or press 2."',
        "caller presses 2",
        'caller hears "As you like."',
        "we hang up",
    ]


def test_a_no_may_be_confirmed_in_words_on_the_way(tmp_path: Path) -> None:
    clean(tmp_path, nodes(OFFER + "  no: {say: As you like., next: never}\n  never: {decline: }\n" + CALLBACK))


def test_a_no_that_the_hour_decides_is_none(tmp_path: Path) -> None:
    flow = nodes(OFFER + "  no: {hours: shop, open: promise, closed: never}\n  never: {decline: }\n" + CALLBACK)
    assert story(tmp_path, flow, "F404")[-2:] == [
        "(it is Friday: closed)",
        "we write down that the caller wants no call, which the caller never said",
    ]


def test_a_no_by_silence_is_none(tmp_path: Path) -> None:
    flow = nodes(OFFER.replace("otherwise: promise", "otherwise: no") + "  no: {decline: }\n" + CALLBACK)
    assert story(tmp_path, flow, "F404")[2] == "caller presses nothing, or a wrong key"


def test_where_the_hour_decides_every_exit_owes_as_much(tmp_path: Path) -> None:
    flow = nodes("  person: {hours: shop, open: desk, closed: bye}\n" + DESK + CALLBACK + BYE)
    assert story(tmp_path, flow, "F402") == ["(it is Friday: closed)", 'caller hears "Goodbye."', "we hang up"]


def test_the_hours_of_a_team_are_told_by_its_schedule(tmp_path: Path) -> None:
    flow = nodes("  person: {hours: support, open: bye, closed: desk}\n" + DESK + CALLBACK + BYE)
    assert story(tmp_path, flow, "F402")[0] == "(it is Monday, 10:00: open)"


def test_a_shop_that_opens_every_day_is_closed_by_the_clock(tmp_path: Path) -> None:
    daily = "schedules: {shop: {weekly: {every day: 10:00-20:00}}}"
    flow = nodes("  person: {hours: shop, open: desk, closed: bye}\n" + DESK + CALLBACK + BYE)
    assert story(tmp_path, flow, "F402", daily)[0] == "(it is Monday, 20:00: closed)"


def test_a_person_behind_words_and_a_second_clock_is_still_a_person(tmp_path: Path) -> None:
    flow = nodes(
        "  person: {hours: shop, open: hello, closed: bye}\n"
        "  hello: {say: Hello., next: later}\n"
        "  later: {hours: support, open: desk, closed: promise}\n" + DESK + CALLBACK + BYE
    )
    assert codes(check(tmp_path, flow)) == ["F402"]


def test_no_key_makes_good_for_the_hour_but_the_one_that_says_no(tmp_path: Path) -> None:
    flow = nodes(
        "  person: {hours: shop, open: desk, closed: night}\n"
        "  night: {menu: {prompt: 'To hang up, press 1.', choices: {'1': bye}, otherwise: promise}}\n"
        + DESK + CALLBACK + BYE
    )  # fmt: skip
    assert story(tmp_path, flow, "F402")[-3:] == ["caller presses 1", 'caller hears "Goodbye."', "we hang up"]


MAIN = """  main:
    menu:
      prompt: To hear our address, press 1.
      choices: {"1": address}
      otherwise: desk
  address: {say: 12 Lake Road., next: bye}
"""


def test_where_silence_led_to_a_person_by_day_it_leads_to_something_by_night(tmp_path: Path) -> None:
    flow = nodes("  clock: {hours: shop, open: main, closed: bye}\n" + MAIN + DESK + CALLBACK + BYE, "clock")
    assert story(tmp_path, flow, "F402")[0] == "(it is Friday: closed)"


def test_a_caller_who_chose_the_address_wanted_the_address(tmp_path: Path) -> None:
    night = MAIN.replace("main:", "night:").replace("desk", "promise").split("  address")[0]
    flow = nodes("  clock: {hours: shop, open: main, closed: night}\n" + MAIN + night + DESK + CALLBACK + BYE, "clock")
    clean(tmp_path, flow)


def test_silence_does_not_end_in_a_hang_up(tmp_path: Path) -> None:
    flow = nodes(MAIN.replace("otherwise: desk", "otherwise: bye") + BYE, "main")
    assert story(tmp_path, flow, "F403") == [
        'caller hears "To hear our address, press 1."',
        "caller presses nothing, or a wrong key",
        'caller hears "Goodbye."',
        "we hang up",
    ]


def test_a_line_that_only_says_something_owes_nothing(tmp_path: Path) -> None:
    clean(tmp_path, nodes("  hello: {say: We have moved to 12 Lake Road., next: bye}\n" + BYE, "hello"))


OWED = "  owed: {open_callback: {through: %s, none: hello, moved: bye, cancelled: bye}}\n  hello: {go: bye}\n"


def test_someone_to_whom_we_owe_a_call_may_move_it_cancel_it_or_pass(tmp_path: Path) -> None:
    clean(tmp_path, nodes(OWED % "desk" + DESK + CALLBACK + BYE, "owed"))


def test_who_wants_to_be_put_through_is_put_through(tmp_path: Path) -> None:
    problem = story(tmp_path, nodes(OWED % "bye" + BYE, "owed"), "F401")
    assert problem[0] == "caller, to whom we owe a call, presses 1 to be put through now"


def test_every_exit_that_fails_is_told_and_each_once(tmp_path: Path) -> None:
    flow = nodes(
        "  main: {menu: {prompt: 'To order, press 1.', choices: {'1': clock}, otherwise: bye}}\n"
        "  clock: {hours: shop, open: person, closed: bye}\n"
        "  person: {transfer: support, unanswered: bye}\n" + BYE,
        "main",
    )
    assert codes(check(tmp_path, flow)) == ["F403", "F402", "F401"]


def test_a_long_way_is_cut_in_the_middle(tmp_path: Path) -> None:
    words = "".join(f"  n{n}: {{say: This is sentence {n}., next: n{n + 1}}}\n" for n in range(40))
    flow = nodes(words + "  n40: {transfer: support, unanswered: bye}\n" + BYE, "n0")
    told = story(tmp_path, flow, "F401")
    assert len(told) == 24
    assert told[6].startswith("(… ")
    assert told[-1] == "we hang up"


def test_what_could_not_be_read_is_not_held_against_the_rest(tmp_path: Path) -> None:
    flow = nodes("  person: {transfer: support, unanswered: broken}\n  broken: {callbak: 30m}\n")
    assert codes(check(tmp_path, flow)) == ["F108"]
