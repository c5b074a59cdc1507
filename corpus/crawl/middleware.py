"""What stands between spider and net: the guard, the robots' rules, retries that wait, the bytes as they came, the resolver."""

import asyncio
import random
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from protego import Protego
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Request, Response, TextResponse
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer

from corpus.crawl.guard import is_public, literal
from corpus.evidence import Exchange

ROBOTS_NAME = "jixiao"
MAX_WAIT_S = 120.0
MAX_CRAWL_DELAY_S = 60.0
CLOSED = b"User-agent: *\nDisallow: /\n"


class GuardMiddleware:
    """Refuses every request that the portal does not allow, those of redirects and robots.txt included."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> "GuardMiddleware":
        """Scrapy makes it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises IgnoreRequest for an address that is not allowed."""
        if refusal := self._crawler.spider.crawl.guard.refusal(request.url):
            raise IgnoreRequest(f"refused: {refusal}")

    def process_response(self, request: Request, response: Response) -> Response:
        """robots.txt as RFC 9309 has it: none means all is allowed, one that the server cannot give that nothing is."""
        if "task" in request.meta:
            return response
        if response.status >= 500:
            return self._closed(request, f"status {response.status}")
        if response.status >= 400:
            return _robots(request, b"")
        self._heed_delay(response.body.decode("utf-8", "replace"))
        return response

    def process_exception(self, request: Request, exception: Exception) -> Response | None:
        """A server that cannot be reached for its robots.txt is left alone."""
        if "task" in request.meta or isinstance(exception, IgnoreRequest):
            return None
        return self._closed(request, f"{type(exception).__name__}: {exception}"[:300])

    def _closed(self, request: Request, why: str) -> Response:
        """Rules that allow nothing; the reason is what is told of each address they close."""
        self._crawler.spider.crawl.closed_hosts[urlsplit(request.url).netloc] = (
            f"its robots.txt cannot be fetched: {why}"
        )
        return _robots(request, CLOSED)

    def _heed_delay(self, rules: str) -> None:
        delay = min(Protego.parse(rules).crawl_delay(ROBOTS_NAME) or 0.0, MAX_CRAWL_DELAY_S)
        throttle = self._crawler.get_extension(AutoThrottle)
        if throttle is not None and delay > throttle.mindelay:
            throttle.mindelay = delay
            for slot in self._crawler.engine.downloader.slots.values():
                slot.delay = max(slot.delay, delay)


def _robots(request: Request, rules: bytes) -> Response:
    return TextResponse(request.url, body=rules, encoding="utf-8", request=request)


class WireMiddleware:
    """Keeps the response as it came, before compression is undone: that is what is evidence.

    It also lets AutoThrottle's delay fall again on 304, which AutoThrottle itself takes for an error: else one slow answer
    would slow a whole second crawl down.
    """

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> "WireMiddleware":
        """Scrapy makes it."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Leaves an Exchange in the request's meta."""
        if "task" in request.meta:
            request.meta["wire"] = Exchange(
                request.url, request.method, _listed(request.headers), request.body, response.status, _listed(response.headers),
                response.body, response.protocol or "HTTP/1.1", str(response.ip_address) if response.ip_address else None,
            )  # fmt: skip
        if response.status == 304:
            self._quicken(request.meta)
        return response

    def _quicken(self, meta: dict[str, Any]) -> None:
        throttle = self._crawler.get_extension(AutoThrottle)
        slot = self._crawler.engine.downloader.slots.get(meta.get("download_slot"))
        if throttle is not None and slot is not None and "download_latency" in meta:
            target = meta["download_latency"] / throttle.target_concurrency
            slot.delay = min(slot.delay, max(throttle.mindelay, target, (slot.delay + target) / 2))


def _listed(headers: Any) -> Sequence[tuple[bytes, bytes]]:
    return [(name, value) for name, values in headers.items() for value in values]


class PatientRetryMiddleware(RetryMiddleware):
    """Tries again later: after what Retry-After asks for, else after twice the time with each attempt.

    A server that asks for more than MAX_WAIT_S is not asked again in this crawl.
    """

    async def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override,unused-ignore]
        """The response, or the request again."""
        asked = _seconds(response.headers.get("Retry-After"))
        if asked > MAX_WAIT_S:
            return response
        result: Request | Response = super().process_response(request, response)
        if isinstance(result, Request):
            await self._wait(result, asked)
        return result

    async def process_exception(self, request: Request, exception: Exception) -> Request | Response | None:  # type: ignore[override,unused-ignore]
        """The request again, or nothing."""
        result: Request | Response | None = super().process_exception(request, exception)
        if isinstance(result, Request):
            await self._wait(result, 0.0)
        return result

    async def _wait(self, request: Request, asked_s: float) -> None:
        base = self.crawler.settings.getfloat("JIXIAO_BACKOFF_S")
        wait = base * 2 ** (request.meta["retry_times"] - 1) * random.uniform(0.75, 1.25)
        await asyncio.sleep(min(max(wait, asked_s), MAX_WAIT_S))


def _seconds(retry_after: bytes | None) -> float:
    """What a Retry-After header asks for; a date counts as nothing."""
    return float(retry_after) if retry_after and retry_after.isdigit() else 0.0


@implementer(IHostnameResolver)
class PublicResolver:
    """Resolves names, but hands on addresses of the open internet alone; whoever connects, connects to what was checked.

    The setting JIXIAO_PRIVATE_HOSTS names the hosts that portals with `allow_private` have.
    """

    def __init__(self, reactor: Any, private_hosts: Sequence[str]) -> None:
        self._reactor = reactor
        self._original = reactor.nameResolver
        self._private = frozenset(private_hosts)

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> "PublicResolver":
        """Scrapy makes it."""
        return cls(reactor, crawler.settings.getlist("JIXIAO_PRIVATE_HOSTS"))

    def install_on_reactor(self) -> None:
        """Scrapy calls it."""
        self._reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802 - Twisted's name
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        *more: Any,
        **named: Any,
    ) -> Any:
        """Twisted's resolution, with what is private left out."""
        receiver = resolutionReceiver if hostName.lower() in self._private else _PublicOnly(resolutionReceiver)
        return self._original.resolveHostName(receiver, hostName, *more, **named)


@implementer(IResolutionReceiver)
class _PublicOnly:
    def __init__(self, receiver: Any) -> None:
        self._receiver = receiver

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        spelt = literal(str(getattr(address, "host", "")).split("%")[0])
        if spelt is not None and is_public(spelt):
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        self._receiver.resolutionComplete()
