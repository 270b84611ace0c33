"""Where a request goes: the address as a lookup has it, with a host that nobody has where ours is to be filled in."""

from __future__ import annotations

import re
from urllib.parse import quote

from ivr.authoring.nodes.secrets import is_secret
from ivr.authoring.studio import liquid
from ivr.authoring.studio.liquid import Value
from ivr.authoring.studio.model import SET, Widget
from ivr.authoring.studio.names import plain_name
from ivr.authoring.studio.text import plain, readable
from ivr.authoring.studio.work import Work

_ADDRESS = re.compile(r"(?:(https?)://)?((?:\{\{.*?\}\}|[^/?#\s])*)([/?#].*)?", re.IGNORECASE | re.DOTALL)
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?)+")
_PLACE = re.compile(r"\$\{([^{}]*)\}")
_NOISE = re.compile(r"(?:^|_)(?:https?|flow|variables|widgets|trigger|data|parsed|your|url)(?=_|$)")
_GIVEN = re.compile(r"([?&])([A-Za-z_.-]{1,60})=([^&]*)")


def address_of(work: Work, widget: Widget) -> str:
    """Always one that can be asked; a host that only the call knows, or nobody, becomes one to fill in."""
    written = _constants(work, widget.properties.text("url").strip())
    written = _PLACE.sub(lambda found: _placeholder(work, widget, found[1]), written)
    match = _ADDRESS.fullmatch(written)
    host = (match[2] if match else "").lower()
    path = match[3] if match else ""
    if not _HOST.fullmatch(host):
        host = _to_fill_in(work, widget, match[2] if match else written)
    elif not match or (match[1] or "").lower() != "https":
        work.row(widget).setting(f"https at {host}: a lookup never goes without")
    if host not in work.hosts:
        work.hosts.append(host)
    work.row(widget).setting(f"that {host} may be asked (lookups: hosts: in business.yaml)")
    path = work.sendable(widget, path or "/").partition("#")[0]
    return f"https://{host}{_encoded(path if path.startswith(('/', '?')) else f'/{path}')}"


def _constants(work: Work, written: str) -> str:
    """Variables that are set once in the whole flow, and to a plain text, are that text."""
    parts = list[str]()
    for piece in liquid.pieces(written):
        if isinstance(piece, str):
            parts.append(piece)
        else:
            shown = f"{{{{{piece.shown}}}}}"
            parts.append(shown if piece.filters else _constant(work, piece) or shown)
    return "".join(parts).strip()


def _constant(work: Work, value: Value) -> str:
    name = re.fullmatch(r"flow\.variables\.([^.]+)", value.path)
    sets = [widget.properties.pairs("variables") for widget in work.studio.widgets.values() if widget.kind == SET]
    given = {text.strip() for pairs in sets for key, text in pairs if name and key.strip() == name[1]}
    only = given.pop() if len(given) == 1 else ""
    return "" if "{{" in only or "{%" in only else only


def _to_fill_in(work: Work, widget: Widget, written: str) -> str:
    """A host that nobody has. One that the call decided on is something else than one that was never filled in."""
    row, values = work.row(widget), [it for it in liquid.pieces(written) if isinstance(it, Value)]
    if any("." in it.path for it in values):
        row.adapt(f"which host it asks was only known during the call ({plain(written)[:120]}): one is to be filled in")
    row.setting(f"its address, which stood there as {plain(widget.properties.text('url'))[:120] or 'nothing'}")
    words = _NOISE.sub("", plain_name(readable_host(written), "host")).strip("_")
    return f"{words.replace('_', '-') or 'host'}.example"


def readable_host(written: str) -> str:
    return re.sub(r"[{}]", " ", written)


def _placeholder(work: Work, widget: Widget, place: str) -> str:
    """A place of Terraform: a host is one that nobody has, until the real one is filled in."""
    work.row(widget).setting(f"${{{place}}} in its address")
    label = plain_name(readable(place), "host").replace("_", "-")
    return f"{label}.example" if re.search("domain|host|url|base", place, re.IGNORECASE) else label


def _encoded(path: str) -> str:
    """Blanks and odd letters between the places, percent-encoded."""
    bits = re.split(r"(\{[a-z0-9_.]+\})", path)
    return "".join(bit if at % 2 else quote(bit, safe="/?&=%+:;,.~!*'()@$-_") for at, bit in enumerate(bits))


def without_secrets(work: Work, widget: Widget, url: str) -> str:
    """The address without what is called like a secret and stands there as it is."""
    path, mark, query = url.partition("?")
    given = _GIVEN.findall(mark + query)
    kept = [f"{name}={value}" for _, name, value in given if not _told(work, widget, name, value)]
    return url if len(kept) == len(given) else path + ("?" + "&".join(kept) if kept else "")


def unless_secret(work: Work, widget: Widget, sent: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in sent.items() if not _told(work, widget, name, value)}


def _told(work: Work, widget: Widget, name: str, value: str) -> bool:
    if "{" in value or not is_secret(name):
        return False
    work.row(widget).adapt(f"{plain(name)[:40]} was written out in the flow, and is left out: see secret: NAME")
    return True
