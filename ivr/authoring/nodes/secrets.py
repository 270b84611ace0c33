"""Secrets of other systems that are written out in a flow, where everybody who reads it has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ivr.authoring.codes import Code
from ivr.authoring.nodes.base import Flaw
from ivr.authoring.scalars import Said

_SECRET = re.compile("(?:.*[_.-])?(?:token|secret|password|passwd|api_?key|access_?key|auth)", re.IGNORECASE)
_GIVEN = re.compile(r"[?&]([A-Za-z_.-]{1,60})=[^{&]")
"""A name in the query of an address to which a value of its own is given, and not a place."""


def is_secret(name: str) -> bool:
    """Whether a value of this name is taken for a secret."""
    return _SECRET.fullmatch(name) is not None


def written_out(url: Said[str], send: Mapping[str, Said[str]]) -> Iterator[Flaw]:
    """Whatever is called like a secret and stands here as it is."""
    given = [(name, said) for name, said in send.items() if "{" not in said.value]
    given += [(name, url) for name in _GIVEN.findall(url.value)]
    for name, said in given:
        if is_secret(name):
            message = f'"{name[:40]}" is written out here: whoever reads this file has it'
            yield Code.SECRET_TOLD, said.mark, message, "secret: the NAME of a setting, sent as a bearer token"
