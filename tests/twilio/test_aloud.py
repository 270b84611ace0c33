"""Questions that take words as well as keys, as Twilio is told of them."""

from ivr.line.instructions import AskAloud, Say
from tests.twilio.test_twiml import TURN, read


def test_a_menu_that_listens_says_what_is_likely_to_be_said():
    menu = AskAloud(TURN, (Say("Press 1.", "en-GB"),), locale="en-GB", words=("orders, please", "help"))
    [(_, attributes, _, _)] = read(menu)
    assert (attributes["input"], attributes["language"], attributes["speechTimeout"]) == (
        "dtmf speech",
        "en-GB",
        "auto",
    )
    assert attributes["hints"] == "orders  please,help"
    assert attributes["numDigits"] == "1" and attributes["actionOnEmptyResult"] == "true"
