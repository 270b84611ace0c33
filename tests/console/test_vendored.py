"""What is not ours and browsers load it: known by its hash, with its licence, and asking nobody else for anything."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from ivr.console import assets
from tests.paths import ROOT

VENDOR = assets.STATIC / "vendor"
VENDORED = json.loads((VENDOR / "VENDORED.json").read_text(encoding="utf-8"))
FRONTEND = ROOT / "frontend"
TEMPLATES = ROOT / "ivr" / "console" / "templates"

ALLOWED = re.compile(r"https?://(www\.w3\.org/|getbootstrap\.com/|github\.com/twbs/bootstrap/blob/main/LICENSE)")
"""Names of XML's languages, and licences; nobody looks them up."""
COMPANY = VENDOR / "twilio"
"""Twilio's own library asks Twilio: on the one page on which somebody talks through it, as its policy says."""
ADDRESS = re.compile(r"""(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+[^\s"'`)<>]*""")
OLD_IDIOMS = re.compile(
    r"sse-swap|sse-connect|hx-ext=|htmx:(afterSwap|beforeSwap|afterRequest|beforeRequest|configRequest|responseError)"
    r"|hx-on|hx-vals='js:|hx-disabled-elt|hx-vars|ws-connect"
)
"""What htmx 2 called so, and what a policy without inline scripts forbids."""
OUR_OWN = [path for path in assets.STATIC.rglob("*") if path.suffix in (".js", ".css") and VENDOR not in path.parents]
OURS = [*OUR_OWN, *TEMPLATES.rglob("*.html")]


def test_every_file_is_the_one_that_was_published() -> None:
    files = [path for path in VENDOR.rglob("*") if path.is_file() and path.name not in ("LICENSE", "VENDORED.json")]
    assert {path.relative_to(VENDOR).as_posix() for path in files} == set(VENDORED)
    for name, said in VENDORED.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == said["sha256"], name


def test_every_package_is_pinned_and_comes_with_its_licence() -> None:
    wanted = json.loads((FRONTEND / "package.json").read_text(encoding="utf-8"))["dependencies"]
    locked = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    notices = (ROOT / "THIRD_PARTY_NOTICES.md").read_text(encoding="utf-8")
    assert {said["package"] for said in VENDORED.values()} == set(wanted)
    for name, said in VENDORED.items():
        package = said["package"]
        assert wanted[package] == said["version"] == locked[f"node_modules/{package}"]["version"]
        assert (VENDOR / name).parent.joinpath("LICENSE").read_text(encoding="utf-8").strip() in notices


def test_the_lock_names_no_registry() -> None:
    locked = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert [name for name, entry in locked.items() if name and ("resolved" in entry or "integrity" not in entry)] == []


def addresses(text: str) -> list[str]:
    return [found for found in ADDRESS.findall(text) if not ALLOWED.match(found)]


NOBODYS = [path for path in (*OURS, *(VENDOR / name for name in VENDORED)) if COMPANY not in path.parents]


@pytest.mark.parametrize("path", NOBODYS, ids=lambda path: path.name)
def test_no_file_names_another_host(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "ignore") if path.suffix != ".woff2" else ""
    assert addresses(text) == [] and "sourceMappingURL" not in text


def test_the_companys_library_asks_the_company() -> None:
    text = (COMPANY / "twilio.min.js").read_text(encoding="utf-8")
    hosts = {re.sub(r"^(https?:)?//|/.*", "", found) for found in addresses(text)}
    assert all(re.search(r"(^|\.)twilio(cdn)?\.com$|\.(microsoft|mozilla)\.", host) for host in hosts), hosts
    assert not re.search(r"\beval\(|new Function\(", text), "a policy without unsafe-eval is enough"


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_no_idiom_of_an_older_htmx(path: Path) -> None:
    assert OLD_IDIOMS.search(path.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize("path", list(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_script_and_no_style_in_a_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", text) is None


def test_the_rules_catch_what_they_are_for() -> None:
    assert addresses("src=//cdn.example.com/x.js") and addresses("https://fonts.example.com/")
    assert not addresses('xmlns="http://www.w3.org/2000/svg"')
    assert OLD_IDIOMS.search('<div hx-ext="sse" sse-swap="x">')


def test_an_asset_that_is_not_there_is_no_address() -> None:
    known = assets.read()
    assert known.address("vendor/htmx/htmx.min.js") == f"/static/{known.release}/vendor/htmx/htmx.min.js"
    with pytest.raises(LookupError):
        known.address("vendor/htmx/htmx.js")
