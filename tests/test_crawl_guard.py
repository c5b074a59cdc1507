"""Which addresses a crawl may ask, and which it refuses."""

import ipaddress
from typing import Any

import pytest

from corpus.crawl.guard import Guard, is_public
from tests.crawling import needs_crawl, portal


@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        ("http://www.example.gov.cn/a.pdf", None),
        ("https://WWW.Example.gov.cn:443/a.pdf", None),
        ("https://www.example.gov.cn./a.pdf", None),
        ("https://files.example.gov.cn/a.pdf", None),
        ("http://www.example.gov.cn:8080/a.pdf", None),
        ("http://www.example.gov.cn:8081/a.pdf", "host"),
        ("http://example.gov.cn/a.pdf", "host"),
        ("http://badexample.gov.cn/a.pdf", "host"),
        ("http://www.example.gov.cn.evil.org/a.pdf", "host"),
        ("http://www.example.gov.cn@evil.org/a.pdf", "no address"),
        ("http://127.0.0.1/a.pdf", "host"),
        ("ftp://www.example.gov.cn/a.pdf", "scheme"),
        ("file:///etc/passwd", "no address"),
        ("http://[::1/", "no address"),
        ("http://www.example.gov.cn/" + "a" * 3000, "no address"),
    ],
)
def test_only_the_portal_s_own_addresses_pass(url: str, refusal: str | None) -> None:
    allowed = portal("www.example.gov.cn", "*.example.gov.cn", "www.example.gov.cn:8080")
    if "badexample" in url or url == "http://example.gov.cn/a.pdf":
        allowed = portal("www.example.gov.cn", "*.www.example.gov.cn")
    assert Guard(allowed).refusal(url) == refusal


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "127.1",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "2130706433",
        "[::1]",
        "[::ffff:10.0.0.1]",
    ],
)
def test_private_addresses_are_refused_however_they_are_written(host: str) -> None:
    assert Guard(portal(host)).refusal(f"http://{host}/") == "private network"
    assert Guard(portal(host, allow_private=True)).refusal(f"http://{host}/") is None


@pytest.mark.parametrize(
    ("address", "public"),
    [("8.8.8.8", True), ("2400:3200::1", True), ("64:ff9b::808:808", True), ("64:ff9b::a00:1", False), ("2002:a00:1::", False),
     ("100.64.0.1", False), ("224.0.0.1", False), ("fe80::1", False), ("::ffff:8.8.8.8", True), ("0.0.0.0", False)],
)  # fmt: skip
def test_public_addresses_are_told_from_others(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


@needs_crawl
@pytest.mark.parametrize(("hosts", "handed_on"), [((), ["8.8.8.8"]), (("name",), ["8.8.8.8", "127.0.0.1", "::1"])])
def test_the_resolver_hands_on_public_addresses_alone(hosts: tuple[str, ...], handed_on: list[str]) -> None:
    from twisted.internet.address import IPv4Address, IPv6Address

    from corpus.crawl.middleware import PublicResolver

    class Reactor:
        class nameResolver:  # noqa: N801
            @staticmethod
            def resolveHostName(receiver: Any, name: str) -> None:  # noqa: N802
                for host in ("8.8.8.8", "127.0.0.1"):
                    receiver.addressResolved(IPv4Address("TCP", host, 80))
                receiver.addressResolved(IPv6Address("TCP", "::1", 80))

    got: list[str] = []

    class Receiver:
        def addressResolved(self, address: Any) -> None:  # noqa: N802
            got.append(address.host)

    PublicResolver(Reactor, hosts).resolveHostName(Receiver(), "NAME")
    assert got == handed_on
