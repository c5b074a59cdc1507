"""The site in public: what a stranger may send, and what must never come back."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.commands.serve import PARQUET_VARIABLE, serve_arguments
from tests.outcomes import outcome
from tests.sites import HOSTILE, SITE, Site, build

NAME = "杨帆"
POLICY = "default-src 'none'"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Parquet files, one that is none of ours, one that leads out of the folder."""
    made = tmp_path_factory.mktemp("parquet")
    (made / "amounts.parquet").write_bytes(b"PAR1 made PAR1")
    (made / "secrets.parquet").write_bytes(b"secret")
    outside = tmp_path_factory.mktemp("outside") / "scores.parquet"
    outside.write_bytes(b"secret")
    (made / "scores.parquet").symlink_to(outside)
    return made


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Iterator[Site]:
    database = build(
        tmp_path_factory.mktemp("safe") / "demo.db", [], [outcome(), outcome(f"{HOSTILE}.docx", body=HOSTILE)]
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PARQUET_VARIABLE, str(folder))
        running = Site(database)
    yield running
    running.close()


def ask(site: Site, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """(status, headers, content) of any answer."""
    answer = site.loop.run_until_complete(site.app.client.get(path, headers=headers))
    return answer.status_code, dict(answer.headers), answer.content


@pytest.mark.parametrize(
    "path",
    [
        "/", "/bodies", "/region/430726", "/region/999999", "/sector/water", "/search?q=编制", "/rules", "/dictionary", "/nothing",
        "/demo", "/demo.db", "/demo/v_amounts", "/demo/v_amounts.csv", "/demo/v_amounts.json", "/demo/v_amounts.xlsx",
        "/demo/highest-scores", "/demo?sql=select+broken", "/demo.json?sql=select+broken", "/feed.atom", "/data.zip",
        "/datapackage.json", "/robots.txt", "/static/site.css", "/static/none.css", "/-/versions.json", "/parquet/amounts.parquet",
        "/document/0123456789abcdef", "/passage/0123456789abcdef.p1", "/demo/v_amounts?_size=-1", "/demo/v_amounts?_sort=x",
    ],
)  # fmt: skip
def test_the_policy_is_on_every_answer_errors_too(site: Site, path: str) -> None:
    _status, headers, _content = ask(site, path)
    assert headers["content-security-policy"].startswith(POLICY)
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] in ("same-origin", "no-referrer")


@pytest.mark.parametrize(
    "path",
    [
        "/search?q=" + "长" * 20_000, "/search?q=" + "a " * 30_000, "/search?page=99999999999&q=编制", "/search?q=编制&page=-1",
        '/search?q="', "/search?q=*", "/search?q=NEAR(编制 30, 5)", "/search?q=编制&q=人", "/search?q=%ff%fe", "/search?q=%00",
        "/region/430726?year=" + "9" * 5000, "/region/430726?year=%27%20OR%201=1", "/bodies?province=%27;DROP", "/rules?x=" + "y" * 60_000,
        "/demo/highest-scores?year=%27%20UNION%20SELECT%201--&rows=-5", "/demo/highest-scores?rows=999999999999999999999",
        "/demo/v_amounts?年度=%27%20OR%201=1--", "/demo/v_amounts?_facet=机构&_facet=年度&_facet_size=max",
        "/demo/v_amounts.json?_shape=array", "/demo/v_amounts.json?_shape=objects", "/demo/v_amounts.json?_shape=nothing",
        "/demo/amounts.json?_shape=object", "/?lang=" + "x" * 10_000, "/feed.atom?lang=../../etc/passwd",
    ],
)  # fmt: skip
def test_odd_parameters_are_answered_without_failing(site: Site, path: str) -> None:
    status, headers, content = ask(site, path)
    assert status in (200, 400), path
    if not headers["content-type"].startswith("application/json"):
        assert "<script" not in content.decode("utf8", "replace")
    assert len(content) < 300_000
    assert headers["content-security-policy"].startswith(POLICY)


@pytest.mark.parametrize(
    "page", ["/", "/bodies", "/region/430726", "/demo/v_evaluations", "/demo/highest-scores", "/demo/organizations"]
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_names_stay_text(site: Site, page: str, lang: str) -> None:
    content = site.get(f"{page}?lang={lang}").text
    assert "<script" not in content
    if page != "/bodies":
        assert "&lt;script&gt;" in content


def test_a_dashboard_shows_hostile_rule_and_body_names_as_text(site: Site) -> None:
    page = site.get("/region/430000").text
    assert "<script" not in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize("value", ["en%0d%0aSet-Cookie:%20a=b", "en%0d%0aX-Evil:%201", "zh%0aX-Evil:1"])
def test_a_language_cannot_write_headers(site: Site, value: str) -> None:
    for path in (f"/?lang={value}", "/"):
        _status, headers, _content = ask(
            site, path, **({"cookie": f"lang={value.strip()[:2]}; x={'y' * 3000}"} if path == "/" else {})
        )
        assert "x-evil" not in headers
        assert "a=b" not in headers.get("set-cookie", "")


def test_a_foreign_host_is_not_led_to_by_redirects(site: Site) -> None:
    for path in ("//evil.example/", "/passage/0123456789abcdef.p1?x=//evil.example", "/%2f%2fevil.example/%2e%2e"):
        status, headers, _content = ask(site, path)
        assert status in (302, 404)
        assert "evil.example" not in headers.get("location", "").partition("?")[0].removeprefix("/evil.example")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/parquet/amounts.parquet", 200), ("/parquet/secrets.parquet", 404), ("/parquet/scores.parquet", 404),
        ("/parquet/../parquet/secrets.parquet", 404), ("/parquet/%2e%2e%2fsecrets.parquet", 302), ("/parquet/AMOUNTS.parquet", 404),
    ],
)  # fmt: skip
def test_only_our_tables_are_handed_out_as_parquet(site: Site, path: str, status: int) -> None:
    answered, _headers, content = ask(site, path)
    assert answered == status
    assert b"secret" not in content.replace(b"secrets", b"")


def test_parquet_files_at_hand_are_listed(site: Site) -> None:
    assert site.page("/demo").xpath("//a[contains(@href, '/parquet/')]/@href") == ["/parquet/amounts.parquet"]


@pytest.mark.parametrize(
    "path",
    ["/static/../metadata.yaml", "/static/%2e%2e/metadata.yaml", "/static/..%2fplugins/home.py", "/-/static/../app.py"],
)
def test_the_site_s_own_files_stay_inside(site: Site, path: str) -> None:
    status, _headers, content = ask(site, path)
    assert status in (403, 404)
    assert b"hookimpl" not in content


def test_masked_names_are_in_no_download(site: Site) -> None:
    texts = [site.path.read_bytes(), site.get("/demo.db").content, site.get("/feed.atom").content]
    bundle = zipfile.ZipFile(io.BytesIO(site.get("/data.zip").content))
    texts += [bundle.read(name) for name in bundle.namelist()]
    workbook = zipfile.ZipFile(io.BytesIO(site.get("/demo/blocks.xlsx?_size=1000").content))
    texts += [workbook.read(name) for name in workbook.namelist()]
    for table in ("blocks", "v_passages", "sections", "issues", "v_issues", "goals", "amounts"):
        texts += [site.get(f"/demo/{table}.{kind}").content for kind in ("json", "csv?_stream=on")]
    document = site.rows("SELECT id FROM documents WHERE filename = 'a.docx'")[0]["id"]
    texts += [
        site.get(path).content for path in (f"/document/{document}", f"/evaluation/{document}.e0", "/search?q=填表人")
    ]
    assert any("填表人".encode() in text for text in texts)
    for text in texts:
        assert NAME.encode() not in text
        assert NAME.encode("unicode_escape") not in text
        assert NAME.encode("utf-16-le") not in text
    assert not site.rows("SELECT 1 FROM passages WHERE passages MATCH '\"' || ? || '\"'", NAME)


def test_sql_of_one_s_own_is_bounded_and_can_be_switched_off(site: Site, tmp_path: Path) -> None:
    assert site.get("/demo.json?sql=select+1&_shape=array").json() == [{"1": 1}]
    assert "default_allow_sql" not in serve_arguments(SITE, site.path, "127.0.0.1", 1)
    arguments = serve_arguments(SITE, site.path, "127.0.0.1", 1, sql=False)
    assert arguments[-3:] == ["--setting", "default_allow_sql", "off"]
    site.app._settings["default_allow_sql"] = False
    try:
        site.get("/demo.json?sql=select+1", 403)
        site.get("/demo/amounts?_where=1=1", 403)
        assert not site.page("/demo").xpath("//textarea")
        site.get("/demo/highest-scores")
        site.get("/demo/v_amounts?年度=2022")
    finally:
        site.app._settings["default_allow_sql"] = True
