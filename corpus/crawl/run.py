"""Runs the spiders of a portals file in this process, several portals at once but never two on one host."""

import logging
import warnings
from collections.abc import Callable, Sequence
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings, default_settings

from corpus.crawl.config import Config, Portal
from corpus.crawl.guard import split_host
from corpus.crawl.middleware import ROBOTS_NAME
from corpus.crawl.portal import PortalCrawl, Summary
from corpus.crawl.spider import PortalSpider
from corpus.evidence import Store

_HERE = "corpus.crawl.middleware"
_RESOLVER = "TWISTED_DNS_RESOLVER" if hasattr(default_settings, "TWISTED_DNS_RESOLVER") else "DNS_RESOLVER"
COMMON: dict[str, Any] = {
    "AUTOTHROTTLE_ENABLED": True,
    "COOKIES_ENABLED": False,
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "*/*",
        "Accept-Language": "zh-CN,zh;q=0.9",
        "Accept-Encoding": "gzip, deflate",
    },
    "DOWNLOAD_HANDLERS": {"data": None, "file": None, "ftp": None, "s3": None},
    "DOWNLOAD_WARNSIZE": 0,
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
        "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
        f"{_HERE}.GuardMiddleware": 50,
        f"{_HERE}.PatientRetryMiddleware": 550,
        f"{_HERE}.WireMiddleware": 595,
    },
    "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
    "HTTPPROXY_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "REDIRECT_MAX_TIMES": 5,
    "REMOTE_CONTROL_ENABLED": False,
    "ROBOTSTXT_OBEY": True,
    "ROBOTSTXT_USER_AGENT": ROBOTS_NAME,
    "STATS_DUMP": False,
    "TELNETCONSOLE_ENABLED": False,
    "WARN_ON_GENERATOR_RETURN_VALUE": False,
    _RESOLVER: f"{_HERE}.PublicResolver",
}


def settings_of(portal: Portal, agent: str) -> Settings:
    """Scrapy's settings for one portal."""
    return Settings(
        COMMON
        | {
            "AUTOTHROTTLE_MAX_DELAY": max(60.0, portal.delay_s),
            "AUTOTHROTTLE_START_DELAY": portal.delay_s,
            "AUTOTHROTTLE_TARGET_CONCURRENCY": float(portal.concurrency),
            "CONCURRENT_REQUESTS": 2 * portal.concurrency,
            "CONCURRENT_REQUESTS_PER_DOMAIN": portal.concurrency,
            "DOWNLOAD_DELAY": portal.delay_s,
            "DOWNLOAD_MAXSIZE": int(portal.max_mb * (1 << 20)),
            "DOWNLOAD_TIMEOUT": portal.timeout_s,
            "DOWNLOAD_VERIFY_CERTIFICATES": portal.verify_tls,
            "JIXIAO_BACKOFF_S": portal.backoff_s,
            "RETRY_TIMES": portal.retries,
            "USER_AGENT": agent,
        }
    )


def run(
    config: Config,
    portals: Sequence[Portal],
    store: Store | None,
    max_pages: int | None = None,
    told: Callable[[Summary], None] = lambda summary: None,
) -> list[Summary]:
    """Crawls the portals; without a store it is a dry run. Once per process: Twisted's reactor does not start twice."""
    private = [host for portal in portals if portal.allow_private for host in _names(portal)]
    warnings.filterwarnings("ignore", module="scrapy")
    process = AsyncCrawlerProcess(COMMON | {"JIXIAO_PRIVATE_HOSTS": private}, install_root_handler=False)
    if logging.getLogger().level > logging.WARNING:
        logging.getLogger("scrapy").setLevel(logging.CRITICAL)
    queue = _Queue(process, config, portals, store, max_pages, told)
    queue.fill()
    process.start()
    return [crawl.summary for crawl in queue.crawls]


class _Queue:
    """Starts the next portal when one ends."""

    def __init__(
        self,
        process: Any,
        config: Config,
        portals: Sequence[Portal],
        store: Store | None,
        max_pages: int | None,
        told: Callable[[Summary], None],
    ) -> None:
        self._process, self._config, self._store = process, config, store
        self._max_pages, self._told = max_pages, told
        self._waiting = list(portals)
        self._busy: dict[str, frozenset[str]] = {}
        self.crawls: list[PortalCrawl] = []

    def fill(self) -> None:
        """Starts portals while there is room, none on a host that is being crawled."""
        for portal in list(self._waiting):
            if len(self._busy) >= self._config.portals_at_once:
                break
            if not any(_names(portal) & names for names in self._busy.values()):
                self._waiting.remove(portal)
                self._start(portal)

    def _start(self, portal: Portal) -> None:
        crawl = PortalCrawl(portal, self._config.agent, self._store, self._max_pages, self._told)
        self.crawls.append(crawl)
        self._busy[portal.name] = _names(portal)
        crawler = Crawler(PortalSpider, settings_of(portal, self._config.agent))
        self._process.crawl(crawler, crawl=crawl).add_done_callback(lambda task: self._ended(crawl))

    def _ended(self, crawl: PortalCrawl) -> None:
        self._busy.pop(crawl.portal.name, None)
        if crawl.summary.state != "cut short" and crawl.fault is None:
            self.fill()


def _names(portal: Portal) -> frozenset[str]:
    return frozenset(split_host(host)[0] for host in portal.hosts)
