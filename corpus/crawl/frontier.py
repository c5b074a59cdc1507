"""What a crawl asks for next, and how: from its portal's entry, what is known of an address, and the links of a page. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from corpus.crawl.config import Portal
from corpus.crawl.pages import Link, numbered, tidy
from corpus.manifest import Address, Task

MAX_HOPS = 10
LISTS = ("list", "columns", "json")


def seeds(portal: Portal, documents: Iterable[Address]) -> Iterator[Task]:
    """What a crawl begins with: the portal's sources, and the documents that are known of it."""
    for index, source in enumerate(portal.sources):
        role = {"page": "article"}.get(source.kind, source.kind)
        first = numbered(source, source.pages.first) if source.pages else Link(role, source.url, "", source.post)
        number = source.pages.first if source.pages else 0
        yield Task(role, tidy(first.url), first.post, index, number)
    for address in documents:
        yield Task(address.role, address.url, text=address.filename or "")


def is_fresh(portal: Portal, task: Task, known: Address) -> bool:
    """Whether an article or document without ETag and Last-Modified, whose content is kept, was looked at recently enough."""
    if task.role in LISTS or known.state != "present" or known.etag or known.last_modified:
        return False
    read = known.sha256 is not None if task.role == "document" else known.rules == portal.rules
    young = datetime.now(UTC) - datetime.fromisoformat(known.checked) < timedelta(days=portal.recheck_days)
    return read and young


def conditions(portal: Portal, task: Task, known: Address) -> dict[str, str]:
    """The headers that ask for an address only where it has changed; none where what is known of it is of no use."""
    read = known.sha256 is not None if task.role == "document" else known.rules == portal.rules
    if known.state != "present" or not read:
        return {}
    told = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in told.items() if value}


def followed(task: Task, link: Link, hop: bool) -> Task | None:
    """The task of a link found by another; None where it is too many hops away. `hop` for where a redirect leads."""
    hops = task.hops + 1 if hop or task.role == "document" else 0
    if hops > MAX_HOPS:
        return None
    depth, via = (task.depth, task.via) if hop else (0, task.url)
    return replace(task_of(link), source=task.source, depth=depth, hops=hops, via=via)


def onward(portal: Portal, task: Task, links: Iterable[Link], barren: bool) -> Iterator[Task]:
    """The tasks of further lists: the next pages of one, as deep as the portal's entry allows, and the columns below one.

    `barren` for a list that held nothing new: so many of them one after the other end it.
    """
    pages = task.depth if task.role != "columns" else 0
    for link in links:
        numbering = portal.sources[task.source].pages
        step = numbering.step if numbering else 1
        below = link.role == "columns"
        fruitless = task.hops + 1 if barren and not below else 0
        deep = pages // step >= portal.max_list_pages or fruitless > portal.max_barren_pages
        if below or not deep:
            depth = task.depth + 1 if below else pages + step
            yield replace(task_of(link), source=task.source, depth=depth, hops=fruitless, via=task.url)


def task_of(link: Link) -> Task:
    """A link as a task, its address tidied."""
    return Task(link.role, tidy(link.url), link.post, text=link.text)
