"""What is played instead of said."""

from ivr.authoring.nodes import MenuForm
from tests.authoring.studio.flows import agents, by_key, fates, gather, imported, node, widget

PRESS = "For orders, press 1."


def test_a_recording_before_it_is_asked_again_is_played_and_speaks_for_itself() -> None:
    sorry = widget("sorry", "say-play", {"play": "https://shop.example/sorry.mp3", "language": "fr-CA"})
    sorry["transitions"] = [{"event": "audioComplete", "next": "ask"}]
    ask = gather("ask", PRESS, keypress="which", timeout="sorry")
    made = imported(ask, by_key("which", "ask", {"1": "desk"}, other="sorry"), sorry, agents("desk"))
    menu = node(made, "ask")
    assert isinstance(menu, MenuForm) and menu.again and menu.again.sounds["en"].value.endswith("sorry.mp3")
    assert set(fates(made).values()) == {"translated"}
