"""The keyboard, as one table: the cheat sheet is drawn from it, and the browser binds what it finds there.

Keys go by their place (`event.code`), for on a Bengali layout the key J types no j.
"""

from __future__ import annotations

from dataclasses import dataclass

from ivr.console.words import N_


@dataclass(frozen=True, slots=True)
class Key:
    """`caps` as it is printed on the keys; `codes` as tinykeys binds it. It follows the link or presses the button that
    `selector` finds; or does what keymap.js knows by the name `deed`."""

    caps: str
    codes: str
    words: str
    selector: str = ""
    deed: str = ""


KEYMAP = (
    Key("?", "Shift+Slash", N_("Show these keys"), deed="sheet"),
    Key("/", "Slash", N_("Search"), deed="search"),
    Key("j", "KeyJ", N_("Next in the list"), deed="next"),
    Key("k", "KeyK", N_("Previous in the list"), deed="previous"),
    Key("Enter", "Enter", N_("Open"), deed="open"),
    Key("g b", "KeyG KeyB", N_("Go to my page"), "#rail [data-go=home]"),
    Key("g c", "KeyG KeyC", N_("Go to callbacks"), "#rail [data-go=callbacks]"),
    Key("g u", "KeyG KeyU", N_("Go to callers"), "#rail [data-go=callers]"),
    Key("g l", "KeyG KeyL", N_("Go to calls"), "#rail [data-go=calls]"),
    Key("g s", "KeyG KeyS", N_("Go to the simulator"), "#rail [data-go=simulator]"),
    Key("g p", "KeyG KeyP", N_("Go to people"), "#rail [data-go=people]"),
    Key("g t", "KeyG KeyT", N_("Go to teams"), "#rail [data-go=teams]"),
    Key("z", "KeyZ", N_("Take back what was just done"), "#toasts [data-undo]"),
)
"""On every page. A page hands its own beside these to `frame.page`."""
