"""Form families: each module writes one kind of report from a commission."""

from collections.abc import Callable

from corpus.synth.families import (
    accounts,
    chongqing,
    guangdong,
    hebei,
    hubei,
    hunan,
    jiangxi,
    ningxia,
    onesheet,
    project,
    sichuan,
    third_party,
    transfer,
    yunnan,
)
from corpus.synth.model import Report
from corpus.synth.setting import Commission, Setting

FAMILIES: dict[str, Callable[[Commission], Setting]] = {
    "project": project.write,
    "hunan": hunan.write,
    "onesheet": onesheet.write,
    "jiangxi": jiangxi.write,
    "sichuan": sichuan.write,
    "yunnan": yunnan.write,
    "transfer": transfer.write,
    "chongqing": chongqing.write,
    "hubei": hubei.write,
    "hebei": hebei.write,
    "ningxia": ningxia.write,
    "guangdong": guangdong.write,
    "third_party": third_party.write,
    "accounts": accounts.write,
}

# What a family must not plant: its form has no points, no full mark, or states the planted figure a second time, so that
# one contradiction would become none or two.
UNFIT: dict[str, frozenset[str]] = {
    "hunan": frozenset({"score-sum", "weight-sum"}),
    "jiangxi": frozenset({"weight-sum"}),
    "transfer": frozenset(
        {"score-over-weight", "score-missing", "score-not-applicable", "target-missed-full-score", "execution-score"}
    ),
    "chongqing": frozenset({"weight-sum"}),
    "hubei": frozenset({"score-over-weight", "score-missing", "score-not-applicable", "target-missed-full-score"}),
    "third_party": frozenset({"target-missed-full-score", "score-not-applicable"}),
}


def build(commission: Commission) -> Report:
    """The report of a commission. ValueError where its family cannot hold a contradiction or left it unplanted."""
    if unfit := commission.plants & UNFIT.get(commission.family, frozenset()):
        raise ValueError(f"{commission.name}: {commission.family} cannot hold {sorted(unfit)}")
    setting = FAMILIES[commission.family](commission)
    if setting.unplanted:
        raise ValueError(f"{commission.name}: {commission.family} has no place for {sorted(setting.unplanted)}")
    for grid in setting.report.grids:
        grid.close()
    return setting.report
