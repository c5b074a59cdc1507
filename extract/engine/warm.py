"""Imported once by the fork server: loads what every reader would else load for itself.

Importing this module reads one invented document, so that spaCy is loaded, the data files are read and the patterns compiled before
the first reader is forked off. The only module here that does something when imported.
"""

import gc

from extract import pipeline
from extract.engine import reading
from extract.privacy import masked
from extract.rows import shard
from schemas.document import Cell, Document, Paragraph, Source, Table

_ROWS = (
    ("项目名称", "河道清淤", "主管部门", "某县水利局"),
    ("项目资金（万元）", "全年预算数", "全年执行数", "执行率"),
    ("年度资金总额", "10", "9.5", "95%"),
    ("一级指标", "三级指标", "年度指标值", "得分"),
    ("产出指标", "清淤长度", "≥5公里", "10"),
)
_LINES = (
    "2022年度部门整体支出绩效自评报告",
    "一、基本情况",
    "编制20人，2022年基本支出10万元，比上年减少1万元，自评得分95分，等级为优。没有政府性基金预算支出。填表人：某某 联系电话：0000000",
)


def read_invented_document() -> None:
    """Does with a few invented lines all that is done with a document."""
    cells = tuple(Cell(text, row, col) for row, texts in enumerate(_ROWS) for col, text in enumerate(texts))
    table = Table(cells, len(_ROWS), len(_ROWS[0]))
    source = Source("0" * 64, "invented.txt", "text/plain", 0)
    document = reading.public(Document(source, (*map(Paragraph, _LINES), table), "invented"))
    shard(masked(pipeline.extract(document), read_masked=True), "invented")


read_invented_document()
gc.freeze()
