"""A document of the library's nodes as text: letter by letter what the library writes, at a tenth of its price.

It decides no word of it. The library stands beside it in the tests, as the oracle.
"""

from __future__ import annotations

from html import escape
from typing import Any

from twilio.twiml import TwiML

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def written(document: TwiML) -> str:
    """The document with its declaration."""
    return (HEAD + _node(document)).encode("utf-8", "xmlcharrefreplace").decode()


def _node(node: TwiML) -> str:
    attributes = "".join([f' {name}="{_shown(node.attrs[name])}"' for name in sorted(node.attrs)])
    inside = _inside(node)
    return f"<{node.name}{attributes}>{inside}</{node.name}>" if inside else f"<{node.name}{attributes} />"


def _inside(node: TwiML) -> str:
    """Of texts that follow each other the library keeps the last, the node's own among them."""
    text, told = str(node.value or ""), ""
    for one in node.verbs:
        if isinstance(one, str):
            text = one
        else:
            told += escape(text, quote=False) + _node(one)
            text = ""
    return told + escape(text, quote=False)


def _shown(value: Any) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = escape(text, quote=False).replace('"', "&quot;")
    return text.replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#09;")
