"""What a build came to, for a reader at a terminal."""

from rich.console import Console
from rich.table import Table

from extract import store
from extract.engine.build import Built
from schemas.sql import lists, tables

_ROWS = ("documents", "evaluations", *lists(), "sections", "issues", "findings")
_TOLD = ("documents", "evaluations", "issues", "findings")
_TELLING = 6


def telling_findings(db: store.Database, limit: int = _TELLING) -> list[tuple[str, str, str]]:
    """(severity, what is evaluated, message): one of each rule, errors and rare rules first."""
    query = """SELECT severity, ifnull("项目", "机构"), message FROM (
          SELECT f.*, v."项目", v."机构", row_number() OVER (PARTITION BY f.rule ORDER BY f.id) AS nth,
            count(*) OVER (PARTITION BY f.rule) AS times
          FROM findings f LEFT JOIN v_evaluations v ON v."评价" = f.evaluation_id)
        WHERE nth = 1 ORDER BY severity != 'error', severity != 'warning', times, rule LIMIT ?"""
    return [(severity, who or "", message) for severity, who, message in db.execute(query, [limit]).fetchall()]


def show_counts(console: Console, db: store.Database, seconds: float) -> None:
    """A table of how many rows of each kind the database holds, with the time taken."""
    table = Table(title=f"in {seconds:.1f} s", show_header=False, title_justify="left")
    counts = store.counts(db, _ROWS)
    for name in _ROWS:
        table.add_row(name, tables()[name].zh.split("，")[0].split("：")[0], str(counts[name]))
    console.print(table)


def show_findings(console: Console, findings: list[tuple[str, str, str]]) -> None:
    """The most telling findings, one to a line or two."""
    if findings:
        console.print("Findings 核查发现：")
    for severity, who, message in findings:
        console.print(f"  · [{_COLOUR[severity]}]{severity}[/] {who}：{message}", highlight=False, soft_wrap=True)


def one_line(built: Built, db: store.Database, seconds: float) -> str:
    """`12 read, 3 unchanged, 1 failed; 15 documents, ...`."""
    counts = store.counts(db, _TOLD)
    again = f" ({built.again} of them as parsed earlier)" if built.again else ""
    did = [f"{built.read} read{again}", f"{built.unchanged} unchanged", f"{len(built.failed)} failed"]
    did += [f"{built.forgotten} replaced or removed"] if built.forgotten else []
    holds = ", ".join(f"{counts[name]} {name}" for name in _TOLD)
    return f"{', '.join(did)} in {seconds:.1f} s; the database holds {holds}; {_loss(db)}"


def _loss(db: store.Database) -> str:
    worst = store.worst_loss(db)
    if worst is None or not worst[0]:
        return "no character unaccounted for"
    return f"at worst {worst[0]:.2%} of the characters unaccounted for ({worst[1]})"


_COLOUR = {"error": "red", "warning": "yellow", "notice": "cyan"}
