"""Reads sentences for tests: what figures they tell."""

from decimal import Decimal

from extract.text.amounts import Setting, read_figures
from extract.text.lexer import tokens
from extract.text.project.account import Account
from extract.text.project.body import account_of_body
from extract.text.project.roles import Project
from extract.text.trace import Figure
from schemas.folding import fold
from schemas.units import money_units

ON_MONEY = ("other", "资金情况")
Told = list[tuple[str, str, str, int | None, str]]


def amount(figure: Figure) -> str:
    """A figure in 万元 as it would be printed, with its sign."""
    digits, unit = figure.token.value
    wan = Decimal(digits.replace(",", "")) * money_units()[unit].factor * figure.link.sign / 10_000
    return f"{wan.normalize():f}"


def told(
    texts: tuple[str, ...],
    *,
    project: str | None = "",
    fund: bool = False,
    section: tuple[str, str] = ON_MONEY,
    account: Account | None = None,
) -> Told:
    """(item, label where an item has no name of its own, measure, year, 万元) of the paragraphs, one after the other; `account` where several calls read one report."""
    if account is None and project is not None:
        account = Account(Project(project, fund))
    body = account_of_body() if project is None else None
    found: Told = []
    for each in map(fold, texts):
        setting = Setting(section, 2022, project, "actual", account=account, of_body=body)
        for figure in read_figures(each, tokens(each), setting).figures:
            link = figure.link
            label = (link.name or each[slice(*link.label)]) if link.item in ("other", "project.named") else ""
            found.append((link.item, label, link.measure, link.year, amount(figure)))
    return found
