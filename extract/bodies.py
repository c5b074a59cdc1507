"""Who is evaluated: names of public bodies, cleaned as the contract asks, and chosen among their variants."""

from collections import Counter
from itertools import product

import regex

from schemas import regions
from schemas.document import Document
from schemas.folding import fold, squeeze
from schemas.records import Region

BODY_SUFFIX = (
    "委员会办公室|人民政府办公室|办公厅|办公室|委员会|管理局|监督局|事务局|税务局|公安局|人民法院|人民检察院|人民政府|检察院|法院|服务中心|中心|总队|支队|大队|分局|局|委|厅|部|处|署|"
    "总工会|联合会|学校|党校|中学|小学|幼儿园|学院|大学|医院|卫生院|街道办事处|街道|镇|乡|站|所|院|馆|社|队|会|办|林场|农场"
)
_BODY = regex.compile(
    rf"[\p{{Han}}（）()]{{2,26}}?(?:{BODY_SUFFIX})(?:(?![\p{{Han}}])|(?=(?:部门|机关|本级)(?:$|20\d\d)|整体绩效|财政拨款))"
)
_BODY_END = regex.compile(f"[{''.join(sorted({suffix[-1] for suffix in BODY_SUFFIX.split('|')}))}]")
_ENDS_AS_BODY = regex.compile(rf"(?:{BODY_SUFFIX})(?:[（(][^（）()]*[）)])?$")
_CODE = regex.compile(
    r"^(?:[\[(（【][0-9A-Za-z]{2,}[\])）】][-—_:：]?|[0-9A-Z]{3,}[-—_:：]+|(?!20\d\d年)[0-9A-Z]{5,})(?=[\p{Han}“\d])"
)
_SHORT_CODE = regex.compile(rf"^\d{{3}}(?=\p{{Han}}{{2,}}(?:省|市|县|区|州|旗|盟)\p{{Han}}*(?:{BODY_SUFFIX}))")
_STAMP = regex.compile(r"[（(](?:盖章|公章|签章|单位盖章|加盖公章|部门盖章)[）)][:：]?|盖章处")
_LABEL_LINE = regex.compile(
    r"(?:部门|单位|机构)?[（(]?(?:部门|单位)?[)）]?(?:名称|填报单位|评价单位|自评单位|预算单位|填报部门|编报单位|编制单位|公开部门|^部门|^单位)(?:[（(][^（）()]*[）)])?\s*[:：]\s*(?P<name>[\p{Han}（）()]{3,30})"
)
_TITLE_LINE = regex.compile(
    r"^(?:关于)?(?:20\d\d年度?)?(?P<name>[\p{Han}]{3,26}?)(?:关于)?(?:系统)?(?:20\d\d年度?)?(?:部门|单位)?(?:[（(](?:部门|单位)[)）])?(?:整体|预算)?(?:项目)?(?:支出)?(?:预算)?绩效"
)
_TABLE_TITLE = regex.compile(
    r"^(?:附件\d*:?)?(?:20\d\d年度?)?(?P<name>[\p{Han}]{3,26}?)(?:20\d\d年度?)?(?:部门|单位)?(?:三公|收支|收入|支出|预算|决算|一般公共|财政拨款|基本支出|项目支出)[^。]*(?:表|说明|情况|公开)$"
)
_NEXT_LABEL = regex.compile(
    "(?:(?:金额|计量|货币)?单位$|预算编码|评价方式|评价机构|评价年度|填报日期|填报时间|报告日期|联系人|负责人).*$"
)

_OWN_TITLE = regex.compile(
    rf"^(?:关于)?(?:20\d\d年度?)?(?P<name>[\p{{Han}}()]{{2,26}}(?:{BODY_SUFFIX}))(?:本级|机关|\((?:本级|机关|汇总)\))?(?:关于)?"
    rf"(?:20\d\d年?度?|部门|单位|整体|决算|预算|三公|项目|财政拨款|绩效)+(?:[\p{{Han}}()]{{0,24}})(?:决算|预算|绩效|三公|经费|说明|报告|公开)[\p{{Han}}()]{{0,16}}$"
)

MAX_TITLE, MAX_BODY = 60, 30
_PART = regex.compile("^第[一二三四五六七八九十]+部分[:：、]?")
_YEAR_AFTER = regex.compile(r"(?<=\p{Han})[（(]?20\d\d年(?:度|\d.*)?[）)]?$")
_CODE_AFTER = regex.compile(r"(?<=[\p{Han})）])[-—_]\d{5,}$|(?<=[\p{Han}])[（(\[【]\d{3,}[)）\]】]$")
_ITSELF = regex.compile(r"(?<=\p{Han})[（(]?(?:本级|机关本级)[）)]?$")
_NOT_PUBLIC = regex.compile("本单位|公司|企业|合作社")
_HAN = regex.compile(r"\p{Han}")
_OUTSIDER = regex.compile("财政局$|财政厅$|事务所$|公司$")


def clean_body(text: str | None) -> str | None:
    """A body's name without spaces, stamps, a code before it and a closing 本级; None for nothing."""
    if text is None:
        return None
    name = _SHORT_CODE.sub("", _CODE.sub("", _STAMP.sub("", squeeze(text)))).strip("：:，,。;；")
    name = _PART.sub("", name)
    name = _CODE_AFTER.sub("", _YEAR_AFTER.sub("", name))
    name = _ITSELF.sub("", name)
    return name if len(name) > 2 and _HAN.search(name) else None


def clean_project(text: str | None) -> str | None:
    """A project's name without spaces and the code before it."""
    if text is None:
        return None
    name = squeeze(text)
    while (shorter := _CODE.sub("", name)) != name:
        name = shorter
    return name or None


def is_public_body(name: str | None) -> bool:
    """True for the name of an office, school, hospital, town …, not of a company or `本单位`."""
    return bool(name and _ENDS_AS_BODY.search(name) and not _NOT_PUBLIC.search(name))


def choose_body(document: Document, stated: list[str]) -> str | None:
    """The evaluated body: as its form names it, unless that is a slip and the document spells it better elsewhere.

    `stated` are the answers of the forms; without any, the title, a line 单位名称：X or the commonest body is taken.
    """
    counts = _mentions(document)
    if stated:
        return _better_spelt(stated[0], counts) or stated[0]
    return _from_lines(document) or reporting_body(document) or _commonest(counts)


def _better_spelt(stated: str, counts: Counter[str]) -> str | None:
    """The name that the document itself uses again and again for the same office of the same place, else None."""
    tail, region = _tail(stated), regions.resolve(stated)
    if tail is None or counts[stated] > 1:
        return None
    same = [
        name for name, count in counts.items()
        if count >= 3 and name.endswith(tail) and (place := regions.resolve(name)) and (region is None or place == region)
    ]  # fmt: skip
    return max(same, key=lambda name: (counts[name], -len(name)), default=None)


_BREAK = regex.compile(
    r"[、,，。；;：:！？《》“”\s〔〕]|是|由|为|经|系|属于|隶属|组织(?!部)|实施|负责|承担|主要|内设|下设|现有|核定|本年"
)


def _mentions(document: Document) -> Counter[str]:
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in document.tables for cell in table.cells]
    counts: Counter[str] = Counter()
    for text in filter(_BODY_END.search, texts):
        for chunk in _BREAK.split(squeeze(text)):
            if match := _BODY.match(chunk):
                counts[match[0]] += 1
    return counts


def _tail(name: str) -> str | None:
    """The office without its place (`工业和信息化局`)."""
    match = regex.search(rf"(?:省|市|县|区|州|族|旗|盟)([^省市县区州族旗盟]{{1,18}}(?:{BODY_SUFFIX}))$", name)
    return match[1] if match else None


def _from_lines(document: Document) -> str | None:
    for paragraph in document.paragraphs:
        if len(paragraph.text) < 60 and (match := _LABEL_LINE.search(squeeze(paragraph.text))):
            name = clean_body(_NEXT_LABEL.sub("", match["name"]))
            if name and _ENDS_AS_BODY.search(name):
                return name
    for paragraph, pattern in product(document.paragraphs[:30], (_TITLE_LINE, _TABLE_TITLE)):
        if len(paragraph.text) < 60 and (match := pattern.match(fold(paragraph.text))):
            name = clean_body(match["name"])
            if name and _ENDS_AS_BODY.search(name) and regions.resolve(name):
                return name
    for paragraph in document.paragraphs[:30]:
        if len(paragraph.text) < MAX_TITLE and (match := _OWN_TITLE.match(fold(paragraph.text))):
            name = clean_body(match["name"])
            if name and regions.resolve(name):
                return name
    return None


def reporting_body(document: Document) -> str | None:
    """A public body that stands alone in a line at the head or the foot of the report, placed in a region."""
    lines = [*document.paragraphs[:6], *document.paragraphs[-4:]]
    for paragraph in lines:
        name = clean_body(paragraph.text) if len(paragraph.text) <= MAX_BODY else None
        if name and _BODY.fullmatch(name) and regions.resolve(name) and not _OUTSIDER.search(name):
            return name
    return None


def _commonest(counts: Counter[str]) -> str | None:
    placed = {
        name: count
        for name, count in counts.items()
        if regions.resolve(name) and not regex.search("人民政府$|财政局$|财政厅$|示范", name)
    }
    return max(placed, key=lambda name: (placed[name], len(name)), default=None)


def region_of(name: str | None, document: Document) -> Region | None:
    """The body's place, from its name and, where that does not settle it, from what else the document says."""
    if name is None:
        return None
    context = [paragraph.text for paragraph in document.paragraphs[:60]]
    return regions.resolve(name, context)
