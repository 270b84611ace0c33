"""The little Markdown that cards are written in, as HTML: headings, lists, quotes, emphasis, code and links.

Everything else is text. What was written is escaped: no card brings markup, scripts or pictures of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from markupsafe import Markup, escape

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
"""Of links; anything else stays text."""
FIRST_LEVEL, LAST_LEVEL = 2, 6
"""Of headings: above them stands the page's own."""
OUTER = 2
"""So many marks begin a language's section: headings inside one begin with one more."""

_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*")
_ITEM = re.compile(r"\s{0,8}([-*+]|[0-9]{1,3}[.)])\s+(.+)")
_QUOTE = re.compile(r">\s?(.*)")
_INLINE = re.compile(
    r"`(?P<code>[^`]+)`|\*\*(?P<strong>\S(?:.*?\S)?)\*\*|__(?P<strong2>\S(?:.*?\S)?)__|"
    r"\*(?P<em>[^*\s](?:[^*]*[^*\s])?)\*|\[(?P<words>[^\]]+)\]\((?P<target>[^()\s]+)\)"
)


@dataclass
class _Block:
    """Lines that belong together: a paragraph, a list or a quotation."""

    tag: str
    lines: list[str] = field(default_factory=list)


def render(text: str) -> Markup:
    """The text as HTML that may stand on a page."""
    return Markup("\n").join(_html(block) for block in _blocks(text.splitlines()))


def _blocks(lines: list[str]) -> Iterator[_Block]:
    block: _Block | None = None
    for line in lines:
        tag, words = _kind(line, block)
        if block is not None and tag != block.tag:
            yield block
            block = None
        if not tag:
            continue
        block = block or _Block(tag)
        _join(block, line, words)
        if tag.startswith("h"):
            yield block
            block = None
    if block is not None:
        yield block


def _kind(line: str, block: _Block | None) -> tuple[str, str]:
    """The tag of the block to which a line belongs, and its words; nothing for a blank line."""
    if not line.strip():
        return "", ""
    if heading := _HEADING.fullmatch(line):
        level = max(len(heading[1]) - OUTER, 1) + FIRST_LEVEL - 1
        return f"h{min(level, LAST_LEVEL)}", heading[2]
    if item := _ITEM.fullmatch(line):
        return "ol" if item[1][0].isdigit() else "ul", item[2]
    if quote := _QUOTE.fullmatch(line):
        return "blockquote", quote[1]
    if block is not None and block.tag in ("ul", "ol") and line[0].isspace():
        return block.tag, line.strip()
    return "p", line.strip()


def _join(block: _Block, line: str, words: str) -> None:
    """A line of a list that begins no item goes on with the last one."""
    if block.tag in ("ul", "ol") and block.lines and not _ITEM.fullmatch(line):
        block.lines[-1] += f" {words}"
    else:
        block.lines.append(words)


def _html(block: _Block) -> Markup:
    lines = [_inline(line) for line in block.lines]
    if block.tag in ("ul", "ol"):
        inside = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    else:
        inside = Markup("\n").join(lines)
    return Markup(f"<{block.tag}>{{}}</{block.tag}>").format(inside)


def _inline(text: str) -> Markup:
    html, at = Markup(""), 0
    for found in _INLINE.finditer(text):
        html += escape(text[at : found.start()]) + _marked(found)
        at = found.end()
    return html + escape(text[at:])


def _marked(found: re.Match[str]) -> Markup:
    if found["code"]:
        return Markup("<code>{}</code>").format(found["code"])
    if strong := found["strong"] or found["strong2"]:
        return Markup("<strong>{}</strong>").format(_inline(strong))
    if found["em"]:
        return Markup("<em>{}</em>").format(_inline(found["em"]))
    return _link(found["words"], found["target"]) if _is_safe(found["target"]) else escape(found[0])


def _link(words: str, target: str) -> Markup:
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(target, words)


def _is_safe(target: str) -> bool:
    """An address of a scheme that we know, or a page of this house."""
    try:
        split = urlsplit(target)
    except ValueError:
        return False
    if not split.scheme:
        return target.startswith("/") and not target.startswith(("//", "/\\"))
    return split.scheme.lower() in SCHEMES
