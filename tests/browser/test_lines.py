"""An agent whose browser is their telephone: the microphone before the first call, the line while it lasts, and what
goes wrong with both, in their own words. The company's library is one that calls nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from ivr.console.pages.desk import FAULTS
from ivr.console.words import words
from tests.browser.conftest import Guarded
from tests.browser.device import HEARING, LIBRARY
from tests.browser.sweep import Served, serving
from tests.browser.test_desk import is_for_everybody
from tests.console.pages.shift import REAL, Karim, Mina
from tests.databases import SqliteDatabases


@pytest.fixture(scope="module")
def served(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("lines")
    with serving(sqlite_databases.make(folder), folder / "var", **REAL) as found:
        yield found


class Desk:
    """Her page, in a browser of its own, beside the books."""

    def __init__(self, guarded: Guarded, served: Served, language: str, refuses: str = "") -> None:
        n = len(served.floor.app.extensions.setdefault("desks", []))
        served.floor.app.extensions["desks"].append(self)
        self.mina = Mina(served.floor, f"Mina{n}", language)
        self.karim = Karim(served.floor, "Karim", f"+88018123456{n:02}")
        self.say = words(language).say
        context = guarded.context()
        context.add_init_script(HEARING + f"computer.refuses = '{refuses}';")
        context.route("**/vendor/twilio/*", lambda route: route.fulfill(body=LIBRARY, content_type="text/javascript"))
        kept = self.mina.client.get_cookie("ivr")
        assert kept
        cookies = {"ivr": kept.value, "language": language}
        context.add_cookies([{"name": name, "value": value, "url": served.url} for name, value in cookies.items()])
        self.page: Page = context.new_page()
        self.page.goto(served.url)
        self.hearing, self.line = self.page.locator("#hearing"), self.page.locator("#softphone")
        self.said = self.line.get_by_role("status")

    def has_started(self) -> None:
        """The company's device is there."""
        self.sees("devices", 1)

    def sees(self, what: str, count: int) -> None:
        """The company has seen so many devices, wishes for a call, or calls."""
        expect(self.page.locator("body")).to_have_attribute(f"data-{what}", str(count))

    def takes_him(self) -> str:
        """He is shown, and she clicks. The offer's id."""
        self.mina.comes()
        self.karim.asks()
        offer = self.mina.offer()
        assert offer
        self.page.get_by_role("button", name=self.say("Take the caller")).click()
        return offer.public_id

    def talks(self) -> str:
        """The same, and the line is open."""
        self.has_started()
        offer = self.takes_him()
        self.sees("calls", 1)
        self.happens("company.call.state = 'open'; company.call.emit('accept')")
        expect(self.said).to_have_text(self.say("Talking"))
        return offer

    def happens(self, script: str) -> None:
        self.page.evaluate(f"() => {{ {script} }}")

    def is_told(self, fault: str, aside: str = "") -> None:
        expect(self.said).to_have_text(self.say(FAULTS[fault]) + aside)

    def goes(self) -> None:
        """Nobody is asked of her any more."""
        self.mina.sends("state/away")
        self.page.close()


@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_microphone_is_tried_and_chosen_before_the_first_call(
    guarded: Guarded, served: Served, language: str
) -> None:
    desk = Desk(guarded, served, language, refuses="NotAllowedError")
    desk.is_told("denied")
    expect(desk.hearing.get_by_role("status")).to_have_text(desk.say(FAULTS["denied"]))
    is_for_everybody(desk.page)
    desk.happens("computer.refuses = ''; computer.hum = 0")
    button = desk.hearing.get_by_role("button", name=desk.say("Try the microphone"))
    button.press("Enter")
    expect(desk.hearing.get_by_role("status")).to_have_text(desk.say("Speak: the bar moves when you are heard."))
    desk.happens("computer.hum = 1")
    desk.page.get_by_label(desk.say("Microphone"), exact=True).select_option("Headset")
    expect(desk.hearing.get_by_role("status")).to_have_text(desk.say("You are heard."))
    assert desk.page.evaluate("computer.opened.at(-1)") == "head"
    is_for_everybody(desk.page)
    button.press("Enter")
    expect(desk.hearing.get_by_role("meter")).to_be_hidden()
    desk.page.add_init_script("computer.refuses = ''")
    desk.page.reload()
    desk.has_started()
    desk.hearing.locator("summary").press("Enter")
    button.press("Enter")
    expect(desk.page.get_by_label(desk.say("Microphone"), exact=True)).to_have_value("head")
    desk.happens("delete computer.microphones.head; navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")
    gone = desk.say("The microphone that you chose is gone; another one is used.")
    expect(desk.hearing.get_by_role("status")).to_have_text(gone)
    desk.goes()


def test_a_line_through_her_headset_and_what_becomes_of_it(guarded: Guarded, served: Served) -> None:
    desk = Desk(guarded, served, "en")
    desk.has_started()
    desk.hearing.locator("summary").click()
    desk.page.get_by_label("Microphone", exact=True).select_option("Headset")
    desk.page.get_by_label("Loudspeaker").select_option("Desk microphone")
    offer = desk.talks()
    wish = desk.page.evaluate("company.devices.at(-1).asked.at(-1)")
    assert wish == {"params": {"offer": offer}, "rtcConstraints": {"audio": {"deviceId": {"ideal": "head"}}}}
    assert desk.page.evaluate("company.devices.at(-1).audio.output") == "desk"
    desk.happens("company.call.emit('warning', 'constant-audio-input-level')")
    expect(desk.line).to_contain_text("Your microphone gives no sound.")
    desk.happens("company.call.emit('warning-cleared', 'constant-audio-input-level')")
    expect(desk.line).not_to_contain_text("Your microphone gives no sound.")
    desk.happens("company.call.emit('reconnecting')")
    expect(desk.said).to_have_text(re.compile("Stay: it is being found again"))
    desk.page.keyboard.press("Control+Shift+KeyM")
    assert desk.page.evaluate("company.call.muted")
    expect(desk.said).to_have_text(re.compile("Stay"), timeout=1000)
    desk.happens("company.call.emit('reconnected')")
    expect(desk.said).to_have_text("Talking")
    desk.happens("company.call.emit('error', { code: 31005, message: 'HANGUP' })")
    expect(desk.said).to_have_text("Talking")
    assert desk.line.get_by_role("button", name="Hang up").is_visible(), "a line may be there still"
    desk.happens("company.call.disconnect()")
    desk.is_told("lost", " (31005)")
    expect(desk.line.get_by_role("button", name="Hang up")).to_be_hidden()
    desk.goes()


def test_a_page_that_was_open_for_hours_calls_with_a_fresh_token(guarded: Guarded, served: Served) -> None:
    desk = Desk(guarded, served, "en")
    desk.has_started()
    desk.happens("const now = Date.now; Date.now = () => now() + 2 * 3600 * 1000")
    desk.talks()
    assert desk.page.evaluate("company.devices.at(-1).tokens.length") == 2
    desk.goes()


@pytest.mark.parametrize("language", ["en", "bn"])
def test_a_company_that_does_not_know_the_page_is_told_and_tried_again(
    guarded: Guarded, served: Served, language: str
) -> None:
    desk = Desk(guarded, served, language)
    desk.has_started()
    desk.happens("company.silent = true")
    desk.takes_him()
    desk.sees("wishes", 1)
    expect(desk.said).to_have_text(desk.say("Connecting"))
    desk.happens("company.devices[0].emit('error', { code: 20101, message: 'AccessTokenInvalid' })")
    desk.is_told("refused", " (20101)")
    is_for_everybody(desk.page)
    desk.happens("company.silent = false")
    desk.page.get_by_role("button", name=desk.say("Connect in this window")).press("Enter")
    desk.sees("calls", 1)
    assert desk.page.evaluate("company.devices.map((one) => one.destroyed)") == [True, False]
    desk.goes()


def test_who_hangs_up_before_there_is_a_line_has_none(guarded: Guarded, served: Served) -> None:
    desk = Desk(guarded, served, "en")
    desk.has_started()
    desk.happens("company.silent = true")
    desk.takes_him()
    desk.sees("wishes", 1)
    desk.line.get_by_role("button", name="Hang up").click()
    expect(desk.line).to_be_hidden()
    assert desk.page.evaluate("company.devices[0].destroyed")
    desk.goes()


def test_whoever_talks_is_asked_before_they_leave_and_reads_beside(guarded: Guarded, served: Served) -> None:
    desk = Desk(guarded, served, "en")
    leaves = "dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    assert desk.page.evaluate(leaves), "nobody is on the line"
    desk.talks()
    assert not desk.page.evaluate(leaves)
    with desk.page.expect_popup() as beside:
        desk.page.get_by_role("link", name="Callbacks").first.click()
    beside.value.close()
    desk.page.keyboard.press("Control+Shift+KeyE")
    expect(desk.line).to_be_hidden()
    desk.page.get_by_role("link", name="Callbacks").first.click()
    desk.page.wait_for_url("**/callbacks")
    desk.goes()
