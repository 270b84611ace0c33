"""A call flow as a picture: Mermaid, DOT or SVG, all three from one drawing. It judges nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ivr.authoring.graph.dot import as_dot
from ivr.authoring.graph.drawing import Arrow, Box, Drawing, draw
from ivr.authoring.graph.mermaid import as_mermaid
from ivr.authoring.graph.svg import as_svg

__all__ = ["FORMATS", "Arrow", "Box", "Drawing", "draw"]

FORMATS: Mapping[str, Callable[[Drawing], str]] = {"mermaid": as_mermaid, "dot": as_dot, "svg": as_svg}
