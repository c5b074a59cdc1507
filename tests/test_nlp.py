"""The pipeline on a blank zh: tokens keep their places, components their order, every figure tells how it was understood."""

import hashlib
import random
import subprocess
import sys
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from spacy.tokens import Doc

import parsers
from extract import pipeline
from extract.explain import explain
from extract.nlp import components
from extract.nlp.language import language
from extract.nlp.narrative import read_paragraphs
from extract.sections import read_sections
from extract.text.amounts import Setting
from extract.text.pieces import CIRCLED
from extract.text.scores import stated_scores
from extract.text.trace import REASONS, STEPS, Cause
from schemas.document import Document, Source
from schemas.folding import fold, fold_with_map
from tests.forms_notation import document_of

Said = tuple[str, str]

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted(path for path in (ROOT / "corpus" / "samples").iterdir() if path.suffix in (".docx", ".txt"))
EXAMPLES = sorted((ROOT / "tests" / "examples" / "forms").glob("*.txt"))
ALPHABET = "一二三预算支出决算数元万亿人%年月日2023.,，。；：:()（）〔〕“”、 \t\u3000①⑳㎡項号A-＋其中分别为比上年增加\u200b\ud800😀"


def kinds(text: str) -> list[tuple[str, str]]:
    """(text, kind) of the tokens of a text, runs of single characters of no known word put together."""
    found: list[tuple[str, str]] = []
    for token, said in zip(language().make_doc(text).user_data["tokens"], language().make_doc(text), strict=True):
        if token.kind == "han" and found and found[-1][1] == "han":
            found[-1] = (found[-1][0] + said.text, "han")
        else:
            found.append((said.text, token.kind))
    return found


def doc_of(text: str, **setting: object) -> Doc:
    """The Doc of one paragraph of a report of 2022 on what was spent."""
    doc = language().make_doc(text)
    doc.user_data["setting"] = Setting(**{"fiscal_year": 2022, "tense": "actual", **setting})  # type: ignore[arg-type]
    return language()(doc)


@cache
def parsed(path: Path) -> Document:
    if path in EXAMPLES:
        return document_of(path.read_text(encoding="utf8"))
    data = path.read_bytes()
    return parsers.parse(data, Source(hashlib.sha256(data).hexdigest(), path.name, "", len(data)))


def assert_covers(text: str) -> None:
    """Every token stands where it says in the folded text, and every published character between is one that folding drops."""
    doc = language().make_doc(text)
    folded = fold_with_map(text)[0]
    assert CIRCLED.sub(lambda match: fold(match[0]), doc.text) == folded.replace("\ud800", "\ufffd")
    tokens = doc.user_data["tokens"]
    assert [each.idx for each in doc] == [each.start for each in tokens]
    assert [each.start for each in tokens] == [0, *(each.end for each in tokens)][: len(tokens)]
    origin = doc.user_data["origin"]
    assert (len(origin), sorted(origin)) == (len(doc.text) + 1, list(origin))
    assert all(char in (*fold(text[origin[at]]), text[origin[at]], "\ufffd") for at, char in enumerate(doc.text))
    assert all(not fold(text[index]) for index in set(range(len(text))) - set(origin))


@pytest.mark.parametrize("path", [*SAMPLES, *EXAMPLES], ids=lambda path: path.name)
def test_tokens_keep_their_places_in_every_paragraph(path: Path) -> None:
    for paragraph in parsed(path).paragraphs:
        assert_covers(paragraph.text)


def test_tokens_keep_their_places_in_any_text() -> None:
    chance = random.Random(7)
    for _ in range(400):
        assert_covers("".join(chance.choices(ALPHABET, k=chance.randrange(60))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("怀财预〔2023〕6号", [("怀财预〔2023〕6号", "paper")]),
        ("根据湘财绩（2022）18号文", [("根据", "han"), ("湘财绩(2022)18号", "paper"), ("文", "han")]),
        ("（一）基本支出", [("(一)", "outline"), ("基本支出", "term")]),
        ("1.项目支出", [("1.", "outline"), ("项目支出", "term")]),
        ("①公务接待费", [("①", "outline"), ("公务接待费", "term")]),
        ("其中：①10万元", [("其中", "of_which"), (":", "filler"), ("①", "outline"), ("10万元", "amount")]),
        ("三、绩效", [("三、", "outline"), ("绩效", "han")]),
        ("2023年6月30日止", [("2023年6月30日", "date"), ("止", "han")]),
        ("于6月30日", [("于", "han"), ("6月30日", "date")]),
        ("2023年", [("2023年", "year")]),
        ("上年", [("上年", "last_year")]),
        ("１，２３４．５６万元", [("1,234.56万元", "amount")]),
        ("95.6%", [("95.6%", "percent")]),
        ("编制20人", [("编制", "staff"), ("20人", "count")]),
        ("得95.5分", [("得", "han"), ("95.5分", "points")]),
        ("“三公”经费", [("三公经费", "term")]),
        ("其中：", [("其中", "of_which"), (":", "filler")]),
        ("分别为", [("分别为", "respectively")]),
        ("比上年增加", [("比", "compare"), ("上年", "last_year"), ("增加", "change")]),
        ("修建水库ABC", [("修建水库", "han"), ("ABC", "word")]),
        ("预算数为0，", [("预算数", "measure"), ("为", "filler"), ("0", "amount"), (",", "break")]),
    ],
)
def test_what_is_one_token(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


def test_the_components_run_in_the_order_they_depend_on() -> None:
    assert tuple(language().pipe_names) == components.ORDER
    assert language().config["nlp"]["tokenizer"] == {"@tokenizers": "jixiao.fiscal.v1"}
    assert language().get_pipe_meta("jixiao_clauses").default_config["cues"] == components.CUES


def test_sentences_and_clauses_are_told_apart_by_what_they_do() -> None:
    doc = doc_of("2022年预算10万元，其中：人员经费6万元；比上年增加1万元。项目支出不超过3万元")
    assert [each.text for each in doc.sents] == [
        "2022年预算10万元,其中:人员经费6万元;比上年增加1万元。",
        "项目支出不超过3万元",
    ]
    assert [(each.text, each.label_) for each in doc.spans["clauses"]] == [
        ("2022年预算10万元,", "statement"),
        ("其中:人员经费6万元;", "parts"),
        ("比上年增加1万元。", "comparison"),
        ("项目支出不超过3万元", "standard"),
    ]


def test_heads_scores_grades_and_the_section_are_spans_too() -> None:
    doc = doc_of("编制20人，自评得分95.5分，评价等级为优。", section=("overview", "基本情况"))
    found = {
        name: [(each.text, each.label_) for each in doc.spans[name]]
        for name in ("heads", "scores", "grades", "section")
    }
    assert found == {
        "heads": [("编制20人", "establishment")],
        "scores": [("自评得分95.5分", "declared")],
        "grades": [("优", "优")],
        "section": [("编制20人,自评得分95.5分,评价等级为优。", "overview")],
    }


SAME, REPORT, UNSAID = "same clause", ("", "year of report"), ("", "told without a measure")
EXPLAINED = [
    ("2023年项目支出预算10万元", {}, "10万元", ("项目支出预算", SAME), ("项目支出预算", SAME), ("2023年", "year of the sentence")),
    ("项目支出预算10万元，实际执行9万元", {}, "9万元", ("项目支出预算", "carried subject"), ("实际执行", SAME), REPORT),
    ("2023年收入总额50万元，其中：财政拨款收入48万元", {}, "48万元", ("财政拨款收入", SAME), UNSAID, ("2023年", "year that the clause opened with")),
    ("三公经费决算数5万元，其中公务接待费2万元", {}, "2万元", ("公务接待费", SAME), ("决算数", "carried measure"), REPORT),
    ("人员经费和公用经费分别为9万元、2万元", {}, "2万元", ("公用经费", "in the order of the list"), UNSAID, REPORT),
    ("基本支出全年预算数、执行数分别为9万元和8万元", {}, "8万元", ("基本支出", SAME), ("执行数", "in the order of the list"), REPORT),
    ("公务接待费、会议费均为0万元", {}, "0万元", ("公务接待费", "said of all"), UNSAID, REPORT),
    ("公务接待费3万元，比上年减少1万元", {}, "1万元", ("公务接待费", "subject of the change"), ("减少", "direction of the change"), REPORT),
    ("年初预算数10万元", {}, "10万元", ("年初预算数", "measure of the whole"), ("年初预算数", SAME), REPORT),
    ("财政拨款收入50万元全部到位", {}, "50万元", ("财政拨款收入", SAME), ("全部到位", "figure that arrives"), REPORT),
    ("工资福利支出5万元，占基本支出预算80%", {}, "5万元", ("工资福利支出", SAME), ("占基本支出预算80%", "share of a plan"), REPORT),
    ("基本支出情况。年初预算数10万元", {}, "10万元", ("基本支出", "topic of heading"), ("年初预算数", SAME), REPORT),
    ("1.水库移民补助项目。预算数10万元", {}, "10万元", ("水库移民补助项目", "lead of the paragraph"), ("预算数", SAME), REPORT),
    ("基本支出预算10万元", {"section": ("other", "预算批复情况")}, "10万元", ("基本支出预算", SAME), ("", "approved by the heading"), REPORT),
    ("基本支出10万元", {"fiscal_year": None}, "10万元", ("基本支出", SAME), UNSAID, ("", "no year known")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "setting", "figure", "item", "measure", "year"), EXPLAINED, ids=[case[0] for case in EXPLAINED]
)
def test_a_figure_tells_which_words_gave_it_its_meaning(
    text: str, setting: dict[str, object], figure: str, item: Said, measure: Said, year: Said
) -> None:
    assert (figure, item, measure, year) in told(doc_of(text, **setting))


def test_a_part_tells_which_words_named_its_total() -> None:
    doc = doc_of("全年基本支出12万元，其中：工资福利支出9万元")
    first, second = doc.user_data["amounts"]
    assert (first.within, first.total) == (None, None)
    assert second.within == "basic"
    assert said(doc, second.total) == ("基本支出", "part of total")


LEFT_OUT = [
    ("全县实现工业产值5亿元", "not this body's money", "产值"),
    ("公务接待费支出不高于3万元", "a standard, not a statement", "不高于"),
    ("投诉为0，", "a number without a unit", ""),
    ("水利基金（项）支出3万元", "an item without a known code", "水利基金(项)"),
    ("公务接待费用于接待来宾3万元", "unknown words between", "于接待来宾"),
    ("修建水库花去3万元", "no known term", "修建水库花去"),
    ("减少3万元", "a change of nothing known", "减少"),
    ("1.100万元水库补助项目。预算数10万元", "in a project's name", "100万元水库补助项目"),
]


@pytest.mark.parametrize(("text", "reason", "words"), LEFT_OUT, ids=[case[0] for case in LEFT_OUT])
def test_a_figure_left_out_says_why(text: str, reason: str, words: str) -> None:
    doc = doc_of(text)
    assert said(doc, doc.user_data["left_out"][0].cause) == (words, reason)
    assert doc.spans["left_out"][0].label_ == reason


def test_every_step_and_reason_is_shown_in_the_documentation() -> None:
    text = (ROOT / "docs" / "NLP.md").read_text(encoding="utf8")
    assert [each for each in (*STEPS, *REASONS) if f"| {each} |" not in text] == []


def said(doc: Doc, cause: Cause) -> Said:
    """The words and the step of a cause."""
    return (doc.text[slice(*cause.words)] if cause.words else "", cause.step)


def told(doc: Doc) -> list[tuple[str, Said, Said, Said]]:
    """(figure, what gave its item, its measure, its year) of every figure of a Doc."""
    return [
        (doc.text[slice(*each.token.span)], said(doc, each.item), said(doc, each.measure), said(doc, each.year))
        for each in doc.user_data["amounts"]
    ]


@pytest.mark.parametrize("path", [*SAMPLES, *EXAMPLES], ids=lambda path: path.name)
def test_every_figure_of_every_sample_is_explained(path: Path) -> None:
    document = parsed(path)
    for reading in read_paragraphs(document, read_sections(document), 2022, None):
        doc, origin, paragraph = doc_of(reading.paragraph.text), reading.origin, reading.paragraph
        assert len(doc.spans["amounts"]) == len(doc.user_data["amounts"])
        for span, figure in zip(doc.spans["amounts"], doc.user_data["amounts"], strict=True):
            assert span.text == doc.text[slice(*figure.token.span)]
            assert span.label_ == figure.link.item
            assert figure.item.words == figure.link.label
            assert (figure.total is None) == (figure.within is None)
            for cause in (figure.item, figure.measure, figure.year):
                assert cause.step in STEPS
                if cause.words:
                    start, end = cause.words
                    assert fold(paragraph.text[origin[start] : origin[end - 1] + 1]) == doc.text[start:end]


PIECES = ["其中：", "分别为", "①", "（一）", "比上年增加", "万元", "2022年", "，", "。", "；", "、", "“三公”经费", "100%", "为0，", "㎡", "〔2023〕6号",
          "\ud800", "均为", "　", "项目支出", "公务接待费", "预算数", "决算数", "20人", "95分", "元/人", "3亿元", ":"]  # fmt: skip


def broken(chance: random.Random, texts: list[str]) -> str:
    """Two sentences cut and joined anywhere, with pieces strewn in."""
    one, other = chance.choice(texts), chance.choice(texts)
    text = one[: chance.randrange(len(one))] + other[chance.randrange(len(other)) :]
    for _ in range(chance.randrange(8)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(PIECES) + text[at:]
    return text


def test_rows_of_broken_sentences_stand_where_they_say_and_each_is_explained() -> None:
    chance = random.Random(11)
    texts = [each.text for path in SAMPLES for each in parsed(path).paragraphs if len(each.text) > 10]
    for _ in range(60):
        lines = ["2022年度部门整体支出绩效自评报告", "一、基本情况", *(broken(chance, texts) for _ in range(6))]
        document = document_of("\n".join(lines))
        outcome = pipeline.extract(document)
        rows = [row for each in outcome.evaluations for row in (*each.amounts, *each.personnel, *each.scores)]
        assert all(document.text_at(row.place) == row.raw for row in rows)
        explained = explain(outcome)
        assert sum(each.kind != "left-out" and each.kind != "grade" for each in explained) == len(rows)
        assert all(document.text_at(why.place) for each in explained for why in each.because if why.place)


def test_help_loads_no_spacy() -> None:
    code = (
        "import sys\nfrom extract.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "assert not {'spacy', 'thinc', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)


def test_importing_the_pipe_loads_no_spacy() -> None:
    code = "import sys\nimport extract.pipeline, extract.nlp\nassert 'spacy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)


def test_a_paragraph_that_is_no_paragraph_is_not_read_but_named() -> None:
    document = document_of("一、基本情况\n" + "公务接待费3万元，" * 12_000)
    outcome = pipeline.extract(document)
    assert [(each.code, each.place.index) for each in outcome.issues if each.place] == [("paragraph.too-long", 1)]
    assert not any(each.amounts for each in outcome.evaluations)


@pytest.mark.parametrize(
    ("text", "project", "rate"),
    [
        ("全年实际支出2120.87万元，执行率98.81%。", None, "98.81"),
        ("加上结转资金后预算执行率98.36%。", None, "98.36"),
        ("农村供养：年初预算1150万元，全年支出1098.35万元，执行率95.5%。", None, None),
        ("截至年底，项目累计支出271.85万元，预算执行率94.92%。", "重大传染病防控项目", "94.92"),
        ("截至年底，子项目累计支出71.85万元，预算执行率94.92%。", "重大传染病防控项目", None),
    ],
)
def test_an_execution_rate_is_that_of_the_whole(text: str, project: str | None, rate: str | None) -> None:
    folded = fold(text)
    rates = [str(each.rate) for each in stated_scores(folded, project) if each.component == "budget_execution"]
    assert rates == ([rate] if rate else [])


def test_a_full_mark_before_its_points_needs_no_word() -> None:
    told = [
        (each.component, each.weight, each.score)
        for each in stated_scores(fold("过程30分，得27.5分；产出40分得36分。"))
    ]
    assert told == [("process", Decimal(30), Decimal("27.5")), ("output", Decimal(40), Decimal(36))]


def test_points_of_a_scheme_are_no_scores() -> None:
    assert list(stated_scores(fold("评价采用百分制，决策15分、过程22分、产出33分、效益30分。"))) == []


def test_rates_behind_the_first_are_of_a_projects_parts() -> None:
    text = fold(
        "共支出90万元，执行率94.82%。按来源，中央资金完成60万元，执行率96.62%；县级资金完成30万元，执行率91.77%。"
    )
    assert [str(each.rate) for each in stated_scores(text, "渠道改造项目")] == ["94.82"]
