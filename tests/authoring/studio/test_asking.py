"""What a gather becomes: a menu, digits to collect, words to record; and where silence leads."""

from ivr.authoring.nodes import MenuForm
from ivr.authoring.nodes.asking import CollectForm
from ivr.authoring.nodes.outside import ListenForm
from ivr.authoring.studio.widgets.spoken_words import alternatives
from tests.authoring.studio.flows import agents, by_key, fates, gather, imported, node, note, row, say, split, ways_of

PRESS = "For orders, press 1. For bills, press 2."


def test_a_split_on_the_key_is_part_of_the_menu() -> None:
    made = imported(
        gather("Main Menu", PRESS, keypress="Which", timeout="Desk"),
        by_key("Which", "Main Menu", {"1": "Desk", "2": "Bills"}, other="Main Menu"),
        agents("Desk"),
        agents("Bills", attributes='{"type": "bills"}'),
    )
    assert set(fates(made).values()) == {"translated"}
    assert ways_of(made, "main_menu") == {"1": "desk", "2": "bills", "otherwise": "desk"}
    assert row(made, "Which").nodes == ["main_menu"]


def test_tests_of_every_sort_are_asked_for_each_key_beforehand() -> None:
    made = imported(
        gather("ask", PRESS, keypress="which", timeout="desk"),
        split(
            "which",
            "widgets.ask.Digits",
            ("matches_any_of", "1, 3", "one"),
            ("regex", "[4-5]", "two"),
            ("greater_than", "7", "three"),
            other="desk",
        ),
        say("one", "One."),
        say("two", "Two."),
        say("three", "Three."),
        agents("desk"),
    )
    leads = {"1": "one", "3": "one", "4": "two", "5": "two", "8": "three", "9": "three", "otherwise": "desk"}
    assert ways_of(made, "ask") == leads


def test_silence_that_was_asked_for_ever_is_asked_three_times() -> None:
    made = imported(
        gather("ask", PRESS, keypress="which", timeout="sorry"),
        by_key("which", "ask", {"1": "desk"}, other="sorry"),
        say("sorry", "Sorry, again.", "ask"),
        agents("desk"),
    )
    menu = node(made, "ask")
    assert isinstance(menu, MenuForm) and menu.tries and menu.tries.value == 3
    assert menu.otherwise.value.startswith("call_back")
    assert any("for ever" in what for what in row(made, "ask").defaults)
    assert menu.again and menu.again.text("en") == "Sorry, again."
    assert set(fates(made).values()) == {"translated"}


def test_a_count_of_tries_is_how_often_it_is_asked() -> None:
    more = "{% if flow.variables.tries %}{{flow.variables.tries | plus: 1}}{% else %}1{% endif %}"
    made = imported(
        gather("ask", PRESS, keypress="which", timeout="count"),
        by_key("which", "ask", {"1": "desk"}, other="count"),
        note("count", "enough", tries=more),
        split("enough", "flow.variables.tries", ("less_than", "3", "sorry"), other="bye"),
        say("sorry", "Sorry, again.", "ask"),
        say("bye", "Goodbye."),
        agents("desk"),
    )
    menu = node(made, "ask")
    assert isinstance(menu, MenuForm) and menu.tries and menu.tries.value == 3
    assert menu.again and menu.again.text("en") == "Sorry, again."
    assert row(made, "enough").nodes == row(made, "count").nodes == ["ask"]
    assert set(fates(made).values()) == {"translated"}
    assert row(made, "bye").defaults == ["a caller who pressed nothing was hung up on: we call back"]


def test_a_count_that_runs_over_two_questions_is_counted() -> None:
    made = imported(
        gather("one", PRESS, keypress="desk", timeout="two"),
        gather("two", PRESS, keypress="desk", timeout="count"),
        note("count", "enough", tries="{{flow.variables.tries | plus: 1}}"),
        split("enough", "flow.variables.tries", ("less_than", "3", "one"), other="bye"),
        say("bye", "Goodbye."),
        agents("desk"),
    )
    assert "tries: {add: 1}" in made.flow and '{when: "answers.tries < 3", go: one}' in made.flow
    assert fates(made)["count"] == fates(made)["enough"] == "translated"


def test_a_way_back_on_which_nobody_has_to_do_anything_is_cut_and_adapted() -> None:
    made = imported(
        gather("one", PRESS, keypress="desk", timeout="which"),
        split("which", "trigger.call.To", ("equal_to", "+12025550101", "desk"), other="one"),
        agents("desk"),
    )
    assert fates(made)["which"] == "adapted"


def test_silence_on_which_the_flow_hung_up_is_called_back_and_listed() -> None:
    made = imported(
        gather("ask", PRESS, keypress="which"), by_key("which", "ask", {"1": "desk"}, other="desk"), agents("desk")
    )
    assert ways_of(made, "ask")["otherwise"] == "desk"
    alone = imported(gather("ask", PRESS, keypress="which"), by_key("which", "ask", {"1": "bye"}), say("bye", "Bye."))
    assert ways_of(alone, "ask")["otherwise"] == "call_back_by_support"
    assert row(alone, "ask").defaults == [
        "a key without a meaning: goes on as silence does",
        "silence: we call back",
    ]


def test_a_wrong_key_that_led_elsewhere_than_silence_still_does() -> None:
    made = imported(
        gather("ask", PRESS, keypress="which", timeout="desk"),
        by_key("which", "ask", {"1": "bye"}, other="wrong"),
        say("wrong", "That is no choice."),
        say("bye", "Bye."),
        agents("desk"),
    )
    leads = ways_of(made, "ask")
    assert leads == {"1": "bye", **dict.fromkeys("234567890", "wrong"), "otherwise": "desk"}


def test_the_words_before_a_silent_question_are_its_prompt() -> None:
    made = imported(
        say("Hello", "Hello. For orders, press 1.", "ask"),
        gather("ask", keypress="which", timeout="Hello"),
        by_key("which", "ask", {"1": "desk"}, other="Hello"),
        agents("desk"),
    )
    menu = node(made, "ask")
    assert isinstance(menu, MenuForm) and menu.prompt.text("en") == "Hello. For orders, press 1."
    assert set(fates(made).values()) == {"translated"}


def test_digits_that_something_asks_for_are_collected() -> None:
    made = imported(
        gather("account", "Key your number.", {"number_of_digits": 6, "timeout": 12}, keypress="which", timeout="desk"),
        by_key("which", "account", {"123456": "vip"}, other="desk"),
        say("vip", "Welcome, {{widgets.account.Digits}}.", "desk"),
        agents("desk"),
    )
    asked = node(made, "account")
    assert isinstance(asked, CollectForm) and asked.lengths == (1, 6) and asked.timeout
    assert asked.timeout.value.total_seconds() == 12
    assert ways_of(made, "which") == {"when 1": "vip", "otherwise": "desk"}
    assert 'say: "Welcome, {answers.account}."' in made.flow
    assert set(fates(made).values()) == {"translated"}


def test_a_key_that_is_asked_for_later_is_remembered() -> None:
    made = imported(
        gather("ask", PRESS, keypress="which", timeout="desk"),
        by_key("which", "ask", {"1": "again", "2": "again"}, other="desk"),
        by_key("again", "ask", {"2": "bye"}, other="desk"),
        say("bye", "Bye."),
        agents("desk"),
    )
    assert ways_of(made, "ask") == {"1": "ask_1", "2": "ask_2", "otherwise": "desk"}
    assert ways_of(made, "ask_1") == {"next": "again"}
    assert set(fates(made).values()) == {"translated"}


def test_any_key_will_do() -> None:
    made = imported(gather("ask", "Press any key.", keypress="desk", timeout="desk"), agents("desk"))
    assert isinstance(node(made, "ask"), CollectForm)
    assert fates(made)["ask"] == "translated"


def test_a_spoken_choice_is_spoken_and_has_a_key_beside_it() -> None:
    made = imported(
        gather("sure", "Are you sure?", {"hints": "yes, no"}, speech="which", timeout="which", keypress="sure"),
        split("which", "widgets.sure.SpeechResult | downcase", ("contains", "yes", "desk"), other="bye"),
        say("bye", "Bye."),
        agents("desk"),
    )
    menu = node(made, "sure")
    assert isinstance(menu, MenuForm)
    assert menu.prompt.text("en") == "Are you sure? For yes, press 1. For no, press 2."
    assert {key: pair.value.go.value for key, pair in menu.choices.items()} == {"1": "desk", "2": "bye"}
    assert [word.value for word in menu.choices["1"].value.words] == ["yes"]
    assert ways_of(made, "sure") == {"1": "desk", "2": "bye", "said": "bye", "otherwise": "bye_then_call_back"}
    assert set(fates(made).values()) == {"translated"}


def test_a_pattern_of_words_is_those_words() -> None:
    assert alternatives(".*(s(i|í)|y).*") == ["si", "sí", "y"]
    assert alternatives("(?i)^yes|sure$") == ["yes", "sure"]
    assert alternatives("(a|b)" * 9) == alternatives("x(a|b)y(c|d)") == []
    pattern = ("regex", "(sales|shop)", "desk"), ("regex", "[0-9]+", "bye")
    made = imported(
        gather("ask", "Which?", speech="which", timeout="bye"),
        split("which", "widgets.ask.SpeechResult", *pattern, other="ask"),
        say("bye", "Bye."),
        agents("desk"),
    )
    assert row(made, "which").differs == ["not all that is listened for is words: the rest is answered by key"]
    assert "said" not in ways_of(made, "ask")


def test_any_words_are_taken_and_told_and_asked_for() -> None:
    made = imported(
        gather("reason", "What is it about?", speech="thanks", timeout="desk"),
        say("thanks", "You said {{widgets.reason.SpeechResult}}.", "which"),
        split("which", "widgets.reason.SpeechResult", ("equal_to", "Nothing.", "bye"), other="desk"),
        say("bye", "Bye."),
        agents("desk"),
    )
    assert ways_of(made, "reason") == {"0": "desk", "said": "thanks", "otherwise": "desk"}
    assert 'say: "You said {answers.reason}."' in made.flow
    assert set(fates(made).values()) == {"translated"}


def test_in_bengali_what_is_said_is_recorded_or_keyed() -> None:
    bengali = {"language": "bn-IN"}
    made = imported(
        gather("reason", "কী বিষয়ে বলুন।", bengali, speech="sure", timeout="desk"),
        gather("sure", "আপনি কি নিশ্চিত?", bengali, speech="which", timeout="desk"),
        split("which", "widgets.sure.SpeechResult", ("contains", "হ্যাঁ", "desk"), other="bye"),
        say("bye", "বিদায়।", **bengali),
        agents("desk"),
    )
    assert isinstance(node(made, "reason"), ListenForm)
    assert ways_of(made, "sure") == {"1": "desk", "2": "bye", "otherwise": "desk"}
    assert fates(made)["reason"] == fates(made)["sure"] == "adapted"


def test_keys_and_words_for_the_same_choices_are_both_taken() -> None:
    made = imported(
        gather("ask", "For orders, press 1 or say orders.", keypress="key", speech="word", timeout="desk"),
        by_key("key", "ask", {"1": "desk"}, other="ask"),
        split(
            "word", "widgets.ask.SpeechResult", ("equal_to", "orders", "desk"), ("equal_to", "bye", "bye"), other="no"
        ),
        say("no", "I did not get that.", "ask"),
        say("bye", "Bye."),
        agents("desk"),
    )
    assert ways_of(made, "ask") == {"1": "desk", "2": "bye", "said": "no", "otherwise": "desk"}
    assert set(fates(made).values()) == {"translated"}


def test_a_question_that_leads_nowhere_only_says_something() -> None:
    made = imported(gather("wait", "One moment.", timeout="later"), note("later", "desk", x="1"), agents("desk"))
    assert ways_of(made, "wait") == {"next": "later"}
    assert row(made, "wait").defaults == ["a key, or something spoken: goes on as silence does"]
