"""Form families: each module writes one kind of report from a commission."""

from collections.abc import Callable

from corpus.synth.families import chongqing, hunan, jiangxi, onesheet, project, sichuan, transfer, yunnan
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
}


def build(commission: Commission) -> Report:
    """The report of a commission. ValueError where its family left a contradiction unplanted."""
    setting = FAMILIES[commission.family](commission)
    if setting.unplanted:
        raise ValueError(f"{commission.name}: {commission.family} has no place for {sorted(setting.unplanted)}")
    for grid in setting.report.grids:
        grid.close()
    return setting.report
