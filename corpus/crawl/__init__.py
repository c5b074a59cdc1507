"""Crawling portals: one spider, configured by data. Needs the extra `crawl` (Scrapy, warcio) to run, not to be imported."""
