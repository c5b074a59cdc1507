"""The spider: fetches what a PortalCrawl asks for and hands it every answer."""

import logging
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response

from corpus.crawl.portal import Answer, PortalCrawl
from corpus.manifest import Task
from schemas.errors import ManifestError

log = logging.getLogger(__name__)
PRIORITY = {"document": 10, "article": 5}


class PortalSpider(Spider):
    """One portal. What it does follows from its entry in the portals file, never from code."""

    name = "portal"

    def __init__(self, crawl: PortalCrawl, **more: Any) -> None:
        super().__init__(**more)
        self.crawl = crawl

    async def start(self) -> AsyncIterator[Request]:
        """The first requests."""
        for request in self._requests(self.crawl.begin()):
            yield request

    def _requests(self, wanted: Iterable[tuple[Task, dict[str, str]]]) -> Iterator[Request]:
        for task, conditions in wanted:
            headers = dict(conditions)
            if task.post is not None:
                headers["Content-Type"] = "application/json" if task.post.startswith(("{", "[")) else _FORM
            yield Request(
                task.url, self.read, "GET" if task.post is None else "POST", headers, task.post or b"",
                meta={"task": task, "dont_redirect": True, "handle_httpstatus_all": True, "dont_merge_cookies": True},
                priority=PRIORITY.get(task.role, 0), errback=self.give_up,
            )  # fmt: skip

    def read(self, response: Response) -> Iterator[Request]:
        """Hands an answer over, and fetches what follows from it."""
        task, meta = response.meta["task"], response.meta
        answer = Answer(
            meta["wire"],
            response.body,
            {_small(name): values[-1] for name, values in response.headers.items() if values},
        )
        yield from self._go_on(self._guarded(self.crawl.received, task, answer))

    def give_up(self, failure: Any) -> Iterator[Request]:
        """Records why an address could not be fetched."""
        task, error = failure.request.meta["task"], failure.value
        closed = self.crawl.closed_hosts.get(urlsplit(task.url).netloc)
        if isinstance(error, IgnoreRequest) and closed:
            message, outcome = closed, "failed"
        elif isinstance(error, IgnoreRequest):
            message, outcome = str(error), "too-large" if "exceeded" in str(error) else "disallowed"
        elif "Cancelled" in type(error).__name__:
            message, outcome = f"more than {self.crawl.portal.max_mb} MB", "too-large"
        else:
            message, outcome = f"{type(error).__name__}: {error}"[:500], "failed"
        yield from self._go_on(self._guarded(self.crawl.failed, task, message, None, outcome))

    def _go_on(self, tasks: list[Task]) -> Iterator[Request]:
        yield from self._requests(self.crawl.to_fetch(tasks))

    def _guarded(self, work: Any, task: Task, *arguments: Any) -> list[Task]:
        """A store that cannot be written stops the crawl; a page that cannot be read is recorded as such."""
        try:
            return work(task, *arguments)  # type: ignore[no-any-return]
        except (OSError, ManifestError) as error:
            self.crawl.fault = f"the store cannot be written: {error}"
            raise CloseSpider("store") from error
        except Exception as error:  # one odd page must not keep a crawl from its end
            log.debug("cannot read %s", task.url, exc_info=True)
            return self.crawl.failed(task, f"this page cannot be read: {type(error).__name__}")

    def closed(self, reason: str) -> None:
        """Scrapy calls it at the end."""
        self.crawl.end(reason == "finished")


_FORM = "application/x-www-form-urlencoded"


def _small(name: bytes) -> str:
    return name.decode("latin-1").lower()
