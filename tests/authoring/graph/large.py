"""A call centre's flow of many nodes: menus of menus, each with its own hours, desk and promise."""

from ivr.callflow.graph import Callflow, Voice
from ivr.callflow.nodes import Callback, Choice, HangUp, Hours, Menu, Node, Prompt, Transfer

WORDS = {
    "en": "For an order press 1, for a bill press 2, for a repair press 3.",
    "bn": "অর্ডারের জন্য ১, বিলের জন্য ২, মেরামতের জন্য ৩ চাপুন।",
}


def large(menus: int) -> Callflow:
    """About five nodes for each menu."""
    nodes: dict[str, Node] = {}
    for number in range(menus):
        below = [3 * number + step for step in (1, 2, 3) if 3 * number + step < menus]
        choices = {str(key): Choice(f"menu_{one}") for key, one in enumerate(below, 1)}
        choices["9"] = Choice(f"menu_{(number - 1) // 3}" if number else f"clock_{number}")
        nodes |= {
            f"menu_{number}": Menu(Prompt(WORDS), choices, f"clock_{number}"),
            f"clock_{number}": Hours("shop", f"desk_{number}", f"promise_{number % 7}"),
            f"desk_{number}": Transfer("support", f"promise_{number}", "(end)"),
            f"promise_{number}": Callback("support", "bye" if number % 5 == 0 else "(end)", "bye"),
        }
    nodes |= {"bye": HangUp(Prompt(WORDS)), "(end)": HangUp()}
    voices = {"en": Voice("en-US"), "bn": Voice("bn-IN")}
    return Callflow(
        "large", "A large flow", ("+12025550100",), voices, "menu_0", nodes, {}, {}, {}, "UTC", "US", ("US",), {}
    )
