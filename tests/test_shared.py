"""What web applications of a test run share never lets one of them answer for another."""

from __future__ import annotations

from flask import Flask, render_template, url_for
from jinja2 import DictLoader
from werkzeug.routing import UnicodeConverter


def saying(text: str, rule: str) -> Flask:
    app = Flask("saying")
    app.jinja_loader = DictLoader({"it.html": text})
    app.add_url_rule(rule, "it", lambda **_: render_template("it.html"))
    return app


def test_a_template_is_its_text_and_not_its_name() -> None:
    for text in ("good", "bad", "good"):
        assert saying(text, "/").test_client().get("/").text == text


def test_an_address_is_built_by_the_application_that_it_belongs_to() -> None:
    for rule, address in (("/<one>", "/1?more=2"), ("/a/<int(fixed_digits=3):one>", "/a/001?more=2")):
        for _ in range(2):
            with saying("", rule).test_request_context():
                assert url_for("it", one=1, more=2) == address
    defaulted = saying("", "/b/<one>")
    defaulted.add_url_rule("/b", "it", defaults={"one": "1"})
    with defaulted.test_request_context():
        assert (url_for("it", one="1"), url_for("it", one="2")) == ("/b", "/b/2")


class Shouted(UnicodeConverter):
    def to_python(self, value: str) -> str:
        return value.upper()


def test_a_word_in_an_address_means_what_its_application_says() -> None:
    for kind, heard in ((UnicodeConverter, "a"), (Shouted, "A"), (UnicodeConverter, "a")):
        app = Flask("saying")
        app.url_map.converters["string"] = kind
        app.add_url_rule("/say/<string:one>", "say", lambda one: one)
        assert app.test_client().get("/say/a").text == heard


def test_addresses_are_read_and_refused_as_by_an_application_that_is_alone() -> None:
    for _ in range(3):
        app = Flask("saying")
        app.add_url_rule("/n/<int:one>/", "number", lambda one: str(one + 1))
        app.add_url_rule("/n/<path:one>", "path", lambda one: one, methods=["POST"])
        client = app.test_client()
        assert client.get("/n/4/").text == "5"
        assert client.get("/n/4").status_code == 308
        assert client.get("/n/four/").status_code == 405
        assert client.post("/n/a/b").text == "a/b"
