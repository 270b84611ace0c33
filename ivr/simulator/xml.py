"""Strict reading of TwiML: bytes to verbs, or the carrier's error code. It never repairs anything."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree

from ivr.simulator.exchange import Verb

LARGEST = 64 * 1024

_XML = "{http://www.w3.org/XML/1998/namespace}"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a body is no document: Twilio's error code and words for people."""

    code: int
    why: str


def parse(body: bytes) -> tuple[Verb, ...] | Unreadable:
    """The verbs of a document (errors 11750, 11770, 12100, 12102)."""
    if len(body) > LARGEST:
        return Unreadable(11750, f"the document has more than {LARGEST} bytes")
    if not body:
        return Unreadable(11770, "the answer is empty")
    if body[:1].isspace():
        return Unreadable(12100, "white space before the XML declaration")
    if b"<!DOCTYPE" in body:
        return Unreadable(12100, "a document type declaration")
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError as error:
        return Unreadable(12100, f"not XML: {error}")
    if root.tag != "Response":
        return Unreadable(12102, f"the root is <{root.tag}>, not <Response>")
    loose = "".join([root.text or "", *(child.tail or "" for child in root)]).strip()
    verbs = tuple(_verb(child) for child in root)
    return (*verbs, Verb("#text", {}, loose)) if loose else verbs


def _verb(element: ElementTree.Element) -> Verb:
    """A Say keeps all its words in one text, whatever SSML stands between them."""
    if element.tag == "Say":
        return Verb("Say", dict(element.attrib), "".join(element.itertext()), tuple(_mark(mark) for mark in element))
    children = tuple(_verb(child) for child in element)
    return Verb(str(element.tag), dict(element.attrib), element.text or "", children)


def _mark(element: ElementTree.Element) -> Verb:
    attributes = {name.replace(_XML, "xml:"): value for name, value in element.attrib.items()}
    return Verb(str(element.tag), attributes, "", tuple(_mark(child) for child in element))
