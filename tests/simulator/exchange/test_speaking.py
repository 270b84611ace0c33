"""A person speaks to a question that listens to words, or to one that does not."""

from tests.simulator.exchange.test_listening import menu


def test_words_go_to_the_action_once_they_are_over_where_they_are_wanted() -> None:
    town = menu(numDigits="1", input="dtmf speech")
    caller = town.call_in()
    town.sleep(0.4)
    town.exchange.speak(caller, "My parcel", seconds=2.0)
    town.sleep(2.9)
    assert "menu" not in town.urls()
    town.sleep(0.2)
    fields = town.fields("menu")
    assert (fields["SpeechResult"], fields.get("Digits")) == ("My parcel", None)
    assert "cut" in [fact.what for fact in town.exchange.transcript(caller)]


def test_words_are_lost_where_keys_alone_are_wanted() -> None:
    town = menu(numDigits="1")
    caller = town.call_in()
    town.exchange.speak(caller, "My parcel", seconds=2.0)
    town.sleep(5.0)
    assert "menu" not in town.urls() and town.heard(caller) == ["Fifteen letters"]


def test_a_key_among_words_wins() -> None:
    town = menu(numDigits="1", input="dtmf speech")
    caller = town.call_in()
    town.exchange.speak(caller, "My parcel", seconds=2.0)
    town.press(caller, "2")
    town.sleep(5.0)
    assert town.fields("menu")["Digits"] == "2" and "SpeechResult" not in town.fields("menu")
