"""Finds a Chromium, or gets one: Playwright's own, the system's, Playwright's download, or the distribution's package.

A browser that cannot be had is a failure that says what to do, never a skip.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.browser.screen import PATIENT

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OURS = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "SpareRendererForSitePerProcess")
"""What a window has ready that nobody sees: pages of its own for the address bar, and a process for the next site. Each
costs more than the page that is tested."""
PLAYWRIGHTS = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
)
"""What Playwright turns off by itself: of two such lists a browser heeds the last one alone."""
QUIET = (
    f"--disable-features={','.join((*PLAYWRIGHTS, *OURS))}",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--autoplay-policy=no-user-gesture-required",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",  # nobody else is ever asked
)
DOWNLOAD_SECONDS, PACKAGE_SECONDS = 300, 600

MISSING = """\
The browser tests need a Chromium, and none could be had here: not Playwright's own, not on PATH, not by
`playwright install chromium`{package}.
Install one (on Debian and Ubuntu: apt install chromium), or leave these tests out: make test SKIP=browser"""


class NoBrowser(Exception):
    """There is no Chromium; the message says what to do."""


def flags() -> list[str]:
    """A browser without a conversation of its own; root may not use its sandbox."""
    return [*(("--no-sandbox",) if os.geteuid() == 0 else ()), *QUIET]


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser, whose pages are waited for as long as a busy machine needs."""
    with sync_playwright() as playwright:
        program = find(playwright)
        bengali_letters()
        expect.set_options(timeout=PATIENT)
        browser = playwright.chromium.launch(executable_path=program, args=flags())
        yield browser
        browser.close()


def find(playwright: Playwright) -> Path:
    """The program; fetched where it is missing."""
    own = Path(playwright.chromium.executable_path)
    for ways in (_there(own), _downloaded(own), _packaged(own)):
        for path in ways:
            return path
    raise NoBrowser(MISSING.format(package=", not by apt-get" if _may_install() else ""))


def _there(own: Path) -> Iterator[Path]:
    if own.exists():
        yield own
    for name in NAMES:
        if found := shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/bin"):
            yield Path(found)


def _downloaded(own: Path) -> Iterator[Path]:
    if _ran([sys.executable, "-m", "playwright", "install", "chromium"], DOWNLOAD_SECONDS) and own.exists():
        yield own


def _packaged(own: Path) -> Iterator[Path]:
    if install("chromium"):
        yield from _there(own)


def bengali_letters() -> None:
    """A font with Bengali letters, for pictures of the page; the tests themselves do without."""
    if shutil.which("fc-list") is None:
        return
    if not subprocess.run(["fc-list", ":lang=bn"], capture_output=True, text=True).stdout.strip():
        install("fonts-noto-core")


def install(package: str) -> bool:
    """A package of the distribution, where we may install one."""
    if not _may_install():
        return False
    command = ["apt-get", "install", "-y", "--no-install-recommends", package]
    fresh = ["apt-get", "update"]  # lists of packages may be old, or not there at all
    return any(_ran(one, PACKAGE_SECONDS) and one is command for one in (command, fresh, command))


def _may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _ran(command: list[str], seconds: int) -> bool:
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        return subprocess.run(command, env=environ, capture_output=True, timeout=seconds).returncode == 0
    except subprocess.TimeoutExpired:
        return False
