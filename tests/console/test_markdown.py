"""Cards are drawn as their marks say, and bring nothing of their own."""

import pytest

from ivr.console.markdown import render


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("All day.", "<p>All day.</p>"),
        ("One\ntwo\n\nthree", "<p>One\ntwo</p>\n<p>three</p>"),
        ("### Deliveries", "<h2>Deliveries</h2>"),
        ("##### Deep", "<h4>Deep</h4>"),
        ("- a\n- b\n  goes on\n1. c", "<ul><li>a</li><li>b goes on</li></ul>\n<ol><li>c</li></ol>"),
        ("> we said", "<blockquote>we said</blockquote>"),
        ("**bold** *em* `a*b*`", "<p><strong>bold</strong> <em>em</em> <code>a*b*</code></p>"),
        ("**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("সময়: **সারা দিন**", "<p>সময়: <strong>সারা দিন</strong></p>"),
        (
            "[shop](https://shop.example/a?b=1&c=2)",
            '<p><a href="https://shop.example/a?b=1&amp;c=2" rel="noopener noreferrer">shop</a></p>',
        ),
        ("[hours](/cards/hours)", '<p><a href="/cards/hours" rel="noopener noreferrer">hours</a></p>'),
        ("", ""),
    ],
)
def test_marks(text: str, html: str) -> None:
    assert render(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert)",
        "[a](//evil.example)",
        "[a](/\\evil.example)",
        "[a](data:text/html,x)",
        '[a](https://x.example/"onclick="y)',
        "![a](https://evil.example/p.png)",
        "`<b>` **<b>** *<b>* [<b>](/x)",
        "# <b>\n- <b>\n> <b>",
        "[a](http://[)",
    ],
)
def test_nothing_comes_in_that_was_not_meant(text: str) -> None:
    html = render(text)
    for forbidden in (
        "<script",
        "<img",
        "<b>",
        'href="javascript',
        'href="//',
        'href="/\\',
        'href="data',
        ' onclick="',
    ):
        assert forbidden not in html
