"""Finding rows by how a text of theirs begins: letter by letter, whatever language the database was made in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, literal

LAST = "\U0010ffff"
"""After every letter that there is."""


def begins(column: ColumnElement[Any], text: str, dialect: str) -> ColumnElement[bool]:
    """Whether the column begins with this text, so that an index that was made with `Key.prefix` is searched for it.

    The text is to be as the column is: of a column `search` what `language.sought.key` makes of it. An empty text is
    the beginning of all."""
    if dialect == "postgresql":
        return and_(column.op("~>=~")(literal(text)), column.op("~<~")(literal(text + LAST)))
    return and_(column >= text, column < text + LAST)
