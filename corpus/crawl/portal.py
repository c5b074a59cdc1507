"""One crawl of one portal: what to fetch next, and what each answer means for store and frontier. Knows no Scrapy.

Every answer is worked off in one transaction: what was seen, the links found, and that the address is done. A crawl
that is killed therefore goes on where it was: what was worked off is not fetched again, and nothing found is lost.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from corpus.crawl import frontier
from corpus.crawl.config import Portal, Source
from corpus.crawl.guard import Guard
from corpus.crawl.pages import Found, Link, Page, read_article, read_columns, read_json, read_list
from corpus.crawl.text import filename
from corpus.evidence import Exchange, Kept, Store
from corpus.kinds import PAGE, Kind, kind_of
from corpus.manifest import Address, Manifest, Record, Sighting, Task, now
from schemas.errors import CrawlError

REDIRECTS = (301, 302, 303, 307, 308)
GONE = (404, 410)
MAX_PAGE_BYTES = 16 << 20
UNVERIFIED = "the server's certificate was not verified"


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: as it went over the line, and its body without compression. Header names are in small letters."""

    exchange: Exchange
    body: bytes
    headers: Mapping[str, bytes]

    def header(self, name: str) -> str | None:
        """A header as text, None where it is missing."""
        value = self.headers.get(name)
        return None if value is None else value.decode("latin-1").strip()


@dataclass(slots=True)
class Summary:
    """What a crawl of a portal came to: outcomes by name, what went wrong, what a dry run would have fetched.

    `unreached` counts sources of the portals file that could not be read.
    """

    portal: str
    outcomes: Counter[str] = field(default_factory=Counter)
    problems: list[tuple[str, str]] = field(default_factory=list)
    planned: list[tuple[str, str]] = field(default_factory=list)
    unreached: int = 0
    size_bytes: int = 0
    state: str = "cut short"


class PortalCrawl:
    """Decides for one portal. Without a store it is a dry run: pages are read, documents only named.

    `max_pages` pauses the crawl after so many pages; the next crawl goes on.
    """

    def __init__(
        self,
        portal: Portal,
        agent: str,
        store: Store | None,
        max_pages: int | None = None,
        told: Callable[[Summary], None] = lambda summary: None,
    ) -> None:
        self.portal = portal
        self.guard = Guard(portal)
        self.summary = Summary(portal.name)
        self.fault: str | None = None
        self.closed_hosts: dict[str, str] = {}
        self._store = store
        self._manifest = store.manifest if store else Manifest(None)
        self._told = told
        self._rules = portal.rules
        self._run, self.resumed = self._manifest.open_run(portal.name, portal.body, portal.region, self._rules, agent)
        self._pages = 0
        self._read_before = self._manifest.progress(self._run)["pages"]
        self._pause = max_pages
        self._held_back = ""
        self._listed: set[str] = set()

    def begin(self) -> Iterator[tuple[Task, dict[str, str]]]:
        """What there is to fetch first: what a crawl that was cut short left over, else the sources and all known documents."""
        with self._manifest.change():
            known = self._manifest.documents_of(self.portal.name)
            self._manifest.enqueue(self._run, frontier.seeds(self.portal, known))
        return self.to_fetch(self._manifest.waiting(self._run))

    def to_fetch(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, dict[str, str]]]:
        """Tasks with the headers that ask for changes alone; what can be taken as unchanged is worked off at once."""
        queue = deque(tasks)
        while queue:
            task = queue.popleft()
            if not self._may_fetch(task):
                continue
            known = self._manifest.address(task.key)
            kept = known is not None and self._is_kept(known)
            if known and kept and frontier.is_fresh(self.portal, task, known):
                self.summary.outcomes["trusted"] += known.sha256 is not None
                queue.extend(self._work_off(task, None, None, self._found_before(known)))
            else:
                self._pages += task.role != "document"
                yield task, frontier.conditions(self.portal, task, known) if known and kept else {}

    def _may_fetch(self, task: Task) -> bool:
        if task.role == "document":
            if self._store is None:
                self.summary.planned.append((task.url, task.text))
            return self._store is not None
        if self._pause is not None and self._pages >= self._pause:
            self._held_back = "paused"
        elif self._pages + self._read_before >= self.portal.max_pages:
            self._held_back = self._held_back or "max_pages reached"
        else:
            return True
        return False

    def _is_kept(self, known: Address) -> bool:
        return known.sha256 is None or (self._store is not None and self._store.has(known.sha256))

    # --- answers

    def received(self, task: Task, answer: Answer) -> list[Task]:
        """Works an answer off; gives what was found new to fetch. Raises ManifestError, OSError where the store fails."""
        known, status = self._manifest.address(task.key), answer.exchange.status
        self.summary.size_bytes += len(answer.exchange.body)
        if status == 304 and known is not None:
            return self._unchanged(task, answer, known)
        if status in REDIRECTS:
            return self._redirected(task, answer, known, answer.header("location") or "")
        if status in GONE:
            return self._gone(task, answer, known, None)
        if status != 200:
            return self.failed(task, f"status {status}", status)
        try:
            return self._read(task, answer, known)
        except CrawlError as error:
            return self.failed(task, str(error), status)

    def failed(self, task: Task, message: str, status: int | None = None, outcome: str = "failed") -> list[Task]:
        """Records that an address could not be fetched, or not be read; what was known of it stays."""
        self.summary.problems.append((task.url, message))
        self.summary.unreached += task.source >= 0 and not task.via
        known = self._manifest.address(task.key)
        address = known or Address(
            task.key, task.url, self.portal.name, task.role, "failed", status, first_seen=now(), checked=now()
        )
        return self._work_off(task, address, Sighting(outcome, status, message=message), Found())

    def _unchanged(self, task: Task, answer: Answer, known: Address) -> list[Task]:
        sighting = Sighting("not-modified", 304, known.sha256, answer.header("etag"), answer.header("last-modified"))
        address = replace(known, status=304, checked=now(), etag=answer.header("etag") or known.etag)
        return self._work_off(task, address, sighting, self._found_before(known))

    def _found_before(self, known: Address) -> Found:
        return Found.unpacked(known.links or [])

    def _redirected(self, task: Task, answer: Answer, known: Address | None, location: str) -> list[Task]:
        page = Page(task.url, b"")
        target = page.absolute(location)
        refusal = "no address" if target is None else self.guard.refusal(target)
        if refusal is None and task.hops >= frontier.MAX_HOPS:
            refusal = "too many redirects"
        if refusal is not None:
            self.summary.problems.append((task.url, f"redirect to {location} refused: {refusal}"))
        was_there = known is not None and known.sha256 is not None and known.state == "present"
        outcome = "gone" if was_there else "refused" if refusal else "redirect"
        sighting = Sighting(
            outcome, answer.exchange.status, location=location, message=refusal and f"refused: {refusal}"
        )
        found = Found(items=[] if refusal or target is None else [Link(task.role, target, task.text, task.post)])
        address = self._address(task, answer, known, "gone" if was_there else outcome)
        return self._work_off(task, address, sighting, found, hop=True)

    def _gone(self, task: Task, answer: Answer, known: Address | None, message: str | None) -> list[Task]:
        status = answer.exchange.status
        was_there = known is not None and known.sha256 is not None
        newly = was_there and known is not None and known.state != "gone"
        outcome = "gone" if newly else "still-gone" if was_there else "missing"
        self.summary.unreached += task.source >= 0 and not task.via
        if not was_there:
            self.summary.problems.append((task.url, message or f"status {status}"))
        address = self._address(task, answer, known, "gone" if was_there else "missing")
        return self._work_off(task, address, Sighting(outcome, status, message=message), Found())

    def _read(self, task: Task, answer: Answer, known: Address | None) -> list[Task]:
        name = filename(answer.headers.get("content-disposition"), task.url)
        kind = kind_of(answer.body, name)
        if kind is not None and not kind.is_page and task.role != "json":
            return self._document(task, answer, known, kind, name)
        if len(answer.body) > MAX_PAGE_BYTES:
            raise CrawlError(f"a page of {len(answer.body)} bytes is more than {MAX_PAGE_BYTES >> 20} MB")
        if task.role == "json":
            source = self._source(task)
            return self._page(task, answer, known, read_json(answer.body, task.url, self.portal, source, task.depth))
        page = Page(task.url, answer.body, answer.header("content-type") or "")
        if task.role == "list":
            return self._page(task, answer, known, read_list(page, self.portal, self._source(task), task.depth), page)
        if task.role == "columns":
            return self._page(
                task, answer, known, read_columns(page, self.portal, self._source(task), task.depth), page
            )
        return self._article(task, answer, known, page)

    def _source(self, task: Task) -> Source:
        return self.portal.sources[task.source]

    def _page(
        self, task: Task, answer: Answer, known: Address | None, found: Found, page: Page | None = None
    ) -> list[Task]:
        if page and page.refresh and not found.items and not found.onward:
            return self._redirected(task, answer, known, page.refresh)
        address = self._address(task, answer, known, "present")
        address = replace(address, rules=self._rules, found=found.packed(), sha256=None, text_sha256=None)
        return self._work_off(task, address, self._sighting("page", answer), found)

    def _article(self, task: Task, answer: Answer, known: Address | None, page: Page) -> list[Task]:
        found = read_article(page, self.portal, may_be_document=task.role == "article")
        if page.refresh and not found.items:
            return self._redirected(task, answer, known, page.refresh)
        if found.own:
            name = (page.tree.css("title::text").get() or "").strip() or filename(None, task.url)
            return self._document(task, answer, known, PAGE, name, found, page.text_sha256)
        if task.role == "document" and not found.items:
            return self._gone(task, answer, known, "a page without a document")
        return self._page(task, answer, known, found)

    def _document(
        self,
        task: Task,
        answer: Answer,
        known: Address | None,
        kind: Kind,
        name: str,
        found: Found | None = None,
        text_sha256: str | None = None,
    ) -> list[Task]:
        if self._store is None:
            self.summary.planned.append((task.url, task.text or name))
            return self._work_off(task, None, None, found or Found())
        found = found or Found()
        address = self._address(task, answer, known, "present")
        address = replace(address, filename=name, text_sha256=text_sha256, rules=self._rules, found=found.packed())
        if (
            text_sha256
            and known
            and known.state == "present"
            and known.text_sha256 == text_sha256
            and self._is_kept(known)
        ):
            sighting = self._sighting("same", answer, known.sha256, message="its markup differs")
            return self._work_off(task, replace(address, sha256=known.sha256), sighting, found)
        kept = self._store.keep(self._run, self.portal.name, answer.body, kind, answer.exchange)
        sha256 = kept.content.sha256
        self.summary.problems += [(f"{task.url} {name}".strip(), why) for name, why in kept.left]
        sighting = self._sighting(_outcome(known, sha256), answer, sha256, kept.record)
        return self._work_off(task, replace(address, sha256=sha256), sighting, found, kept)

    def _sighting(
        self,
        outcome: str,
        answer: Answer,
        sha256: str | None = None,
        record: Record | None = None,
        message: str | None = None,
    ) -> Sighting:
        etag, modified = answer.header("etag"), answer.header("last-modified")
        if not self.portal.verify_tls and answer.exchange.url.startswith("https:"):
            message = "; ".join(filter(None, (message, UNVERIFIED)))
        return Sighting(outcome, answer.exchange.status, sha256, etag, modified, record=record, message=message)

    def _address(self, task: Task, answer: Answer, known: Address | None, state: str) -> Address:
        base = known or Address(task.key, task.url, self.portal.name, task.role, state, first_seen=now())
        return replace(
            base, portal=self.portal.name, state=state, status=answer.exchange.status, etag=answer.header("etag"),
            last_modified=answer.header("last-modified"), checked=now(), role=task.role,
        )  # fmt: skip

    def _work_off(
        self,
        task: Task,
        address: Address | None,
        sighting: Sighting | None,
        found: Found,
        kept: Kept | None = None,
        hop: bool = False,
    ) -> list[Task]:
        """Writes down all that an answer came to, at once; gives the tasks that are new to this run."""
        with self._manifest.change():
            if kept is not None:
                self._manifest.put_content(kept.content, kept.members)
            if address is not None:
                self._manifest.put_address(address)
            if sighting is not None:
                self._manifest.sight(self._run, task.key, sighting)
            items = self._manifest.enqueue(self._run, self._tasks(task, found.items, hop))
            for link in found.items:
                if self.guard.refusal(link.url) is None:
                    self._manifest.put_link(frontier.task_of(link).key, task.url, link.text)
            listed = {link.url for link in found.items}
            barren = listed <= self._listed
            self._listed |= listed if task.role in frontier.LISTS else set()
            allowed = [link for link in found.onward if self.guard.refusal(link.url) is None]
            onward = self._manifest.enqueue(self._run, frontier.onward(self.portal, task, allowed, barren))
            self._manifest.done(self._run, task.key)
        if sighting is not None:
            counted = (
                "unchanged-page" if sighting.outcome == "not-modified" and sighting.sha256 is None else sighting.outcome
            )
            self.summary.outcomes[counted] += 1
        self._told(self.summary)
        return [*items, *onward]

    def _tasks(self, task: Task, links: list[Link], hop: bool) -> Iterator[Task]:
        for link in links:
            if refusal := self.guard.refusal(link.url):
                self.summary.outcomes["refused-link"] += 1
                self.summary.problems.append((link.url, f"not followed: {refusal}"))
            elif (followed := frontier.followed(task, link, hop)) is not None:
                yield followed

    def end(self, finished: bool) -> None:
        """Closes the crawl: the run ends unless it was stopped, paused or the store failed."""
        left_over = bool(self._manifest.waiting(self._run)) and not self._held_back and self._store is not None
        if finished and self.fault is None and self._held_back != "paused" and not left_over:
            self.summary.state = self._held_back or "finished"
            self._manifest.end_run(self._run, self.summary.state)
        else:
            self.summary.state = self.fault or self._held_back or "cut short"
        if self._store is None:
            self._manifest.close()


def _outcome(known: Address | None, sha256: str) -> str:
    if known is None or known.sha256 is None:
        return "new"
    if known.state == "gone":
        return "back"
    return "same" if known.sha256 == sha256 else "changed"
