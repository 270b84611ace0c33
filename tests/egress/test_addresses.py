"""Whom a call flow can make us ask: nobody but the hosts that the business names, on the open internet, over https."""

from __future__ import annotations

import itertools

import pytest

from ivr.egress.addresses import Refused, Target, flaw, is_public, judge

HOSTS = ("shop.example", "api.shop.example")
PUBLIC = "93.184.216.34"

INSIDE = """
    127.0.0.1 127.1.2.3 0.0.0.0 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.254 192.168.1.1 169.254.169.254
    169.254.0.1 100.64.0.1 100.127.255.254 192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1
    239.255.255.255 240.0.0.1 255.255.255.255 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd12:3456::1 ff02::1
    ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:7f00:1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe
    2002:7f00:1:: 2002:a00:1:: 2001:0:4136:e378:8000:63bf:f5ff:fffe 2001:db8::1 ::127.0.0.1 fec0::1 nonsense
""".split()  # noqa: SIM905
OUTSIDE = [PUBLIC, "8.8.8.8", "1.1.1.1", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8", "64:ff9b::808:808"]

WRITTEN = [
    "http://shop.example/", "ftp://shop.example/", "file:///etc/passwd", "gopher://shop.example/", "//shop.example/",
    "shop.example/orders", "javascript:alert(1)", "data:text/plain,x", "https:/shop.example", "https:///", "https://",
    "",
    "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/",
    "https://0x7f.0.0.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[fe80::1%25eth0]/",
    "https://169.254.169.254/latest/meta-data/", "https://metadata.google.internal/", "https://localhost/",
    "https://localhost.shop.example.evil.org/", "https://shop.example.evil.org/", "https://evilshop.example/",
    "https://shop.example@evil.org/", "https://evil.org@shop.example/", "https://user:pw@shop.example/",
    "https://shop.example:pw@127.0.0.1/", "https://shop.example%40evil.org/", "https://shop.example%2eevil.org/",
    "https://shop.example\\@evil.org/", "https://shop.example\\.evil.org/", "https://evil.org#@shop.example/",
    "https://evil.org?shop.example/", "https://evil.org/https://shop.example/", "https://shop.example:80/",
    "https://shop.example:8443/", "https://shop.example:22/", "https://shop.example:99999/", "https://shop.example:x/",
    "https://shop.example./", "https://sh\u043ep.example/", "https://ｓhop.example/", "https://shop.example\t/",
    "https://shop\n.example/", "https://shop.example/\r\nHost: evil.org", "https://shop.example/ HTTP/1.1",
    "https://xn--shp-zxc.example/", "https://shop\u3002example/", "https://shop.example\x00.evil.org/",
    f"https://shop.example/{'a' * 3000}",
]  # fmt: skip


def resolves(*addresses: str):
    return lambda host, port: addresses


@pytest.mark.parametrize("url", WRITTEN)
def test_no_spelling_of_an_address_leads_elsewhere(url: str) -> None:
    assert isinstance(judge(url, HOSTS, resolves(PUBLIC)), Refused)


NAMED = ("evil.org#", "evil.org?", "evil.org/", "evilshop.", "shop.example.", "localhost.shop.", "metadata.", "xn--")
"""Hosts that have a name, though not one of the business's."""


@pytest.mark.parametrize("url", WRITTEN)
def test_an_owner_is_told_at_once_of_an_address_that_nobody_will_ever_ask(url: str) -> None:
    """Where any host may be named: by a name, neither by a number nor as one of our own."""
    named = url.removeprefix("https://").startswith(NAMED) and "\x00" not in url and url != "https://shop.example./"
    assert (flaw(url) is None) is named


def test_the_address_of_a_program_is_fine() -> None:
    assert flaw("https://shop.example/heard?by=ivr") is None and flaw("https://a.xn--p1ai/") is None


@pytest.mark.parametrize("address", INSIDE)
def test_a_host_with_a_private_machine_is_not_asked(address: str) -> None:
    assert not is_public(address)
    assert isinstance(judge("https://shop.example/", HOSTS, resolves(address)), Refused)


@pytest.mark.parametrize(("inside", "outside"), list(itertools.product(INSIDE[:30], OUTSIDE[:4])))
def test_nor_one_that_has_both_kinds(inside: str, outside: str) -> None:
    """A resolver may give either one first: the one that was judged is not the one that would be asked."""
    assert isinstance(judge("https://shop.example/", HOSTS, resolves(outside, inside)), Refused)


@pytest.mark.parametrize("address", OUTSIDE)
def test_the_machine_that_was_judged_is_the_one_that_is_asked(address: str) -> None:
    looked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        looked.append(host)
        return [address]

    target = judge("https://api.shop.example/orders/7?full=1", HOSTS, resolve)
    assert target == Target("api.shop.example", address, 443, "/orders/7?full=1")
    assert looked == ["api.shop.example"], "one look-up: a second one could say something else"


def test_no_list_allows_nobody() -> None:
    assert isinstance(judge("https://shop.example/", (), resolves(PUBLIC)), Refused)


def test_a_host_without_an_address_is_refused() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError

    assert isinstance(judge("https://shop.example/", HOSTS, unknown), Refused)
    assert isinstance(judge("https://shop.example/", HOSTS, resolves()), Refused)


def test_only_a_test_asks_this_machine_and_never_another_private_one() -> None:
    assert isinstance(judge("https://shop.example:8443/", HOSTS, resolves("127.0.0.1"), at_home=True), Target)
    assert isinstance(judge("https://shop.example:8443/", HOSTS, resolves("10.0.0.1"), at_home=True), Refused)


def test_the_corpus_is_as_long_as_it_should_be() -> None:
    assert len(WRITTEN) + len(INSIDE) + len(INSIDE[:30]) * 4 >= 200
