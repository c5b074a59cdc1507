"""Sections, bodies, captions and grades: what is read around the tables."""

import pytest

from extract.bodies import clean_body, clean_project, is_public_body
from extract.dates import stated_date
from extract.forms import form_of, forms
from extract.grades import parse_grade
from extract.sections import read_sections
from tests.forms_notation import document_of


def test_every_form_knows_its_examples_and_no_other_claims_them() -> None:
    for form in forms():
        assert form.examples, form.id
        for title in form.examples:
            found = form_of(title)
            assert (found.id if found else None) == form.id, title


def test_an_outline_with_mixed_numbers_keeps_its_levels() -> None:
    text = """
一、部门基本情况
（一）职能职责
本局负责全县水利工作。
（2） 机构设置
内设六个股室。
2、 一般公共预算支出情况
（一）基本支出情况
基本支出用于人员和公用。
三、政府性基金预算支出情况
无。
四、部门整体支出绩效情况
1.产出指标（50分）
完成较好。
五、存在的问题及原因分析
编制不细。
"""
    found = [(row.number, row.title, row.level, row.kind) for row in read_sections(document_of(text))]
    assert found == [
        ("一", "部门基本情况", 1, "overview"),
        ("（一）", "职能职责", 2, "functions"),
        ("（2）", "机构设置", 2, "overview"),
        ("2", "一般公共预算支出情况", 1, "other"),
        ("（一）", "基本支出情况", 2, "basic_expenditure"),
        ("三", "政府性基金预算支出情况", 1, "fund_budget"),
        ("四", "部门整体支出绩效情况", 1, "performance"),
        ("1", "产出指标（50分）", 3, "performance"),
        ("五", "存在的问题及原因分析", 1, "problems"),
    ]


def test_chapters_without_a_chinese_number_head_their_parts() -> None:
    text = """
1 部门概况
1.1 部门职责
负责全区绿化管护。全区绿地由三个养护所分片管理。
1.2 人员情况
编制20人。在职19人。
2 部门收支情况
2.1 总体收支
总支出300万元。收支平衡。
3 预算执行及管理
年初预算280万元。执行良好。
"""
    document = document_of(text)
    found = [(section.number, section.title, section.level) for section in read_sections(document)]
    assert found == [
        ("1", "部门概况", 1),
        ("1.1", "部门职责", 2),
        ("1.2", "人员情况", 2),
        ("2", "部门收支情况", 1),
        ("2.1", "总体收支", 2),
        ("3", "预算执行及管理", 1),
    ]


def test_parts_are_chapters_where_the_outline_has_no_others() -> None:
    text = """
第一部分 部门概况
负责全区绿化管护。编制20人。
第二部分 存在问题
预算编制偏粗。
"""
    found = [(section.number, section.title, section.kind) for section in read_sections(document_of(text))]
    assert found == [("第一部分", "部门概况", "overview"), ("第二部分", "存在问题", "problems")]


def test_duties_run_in_sentences_and_attachments_are_no_headings() -> None:
    text = """
一、基本情况
主要职责是：
1.拟订全县水利规划并组织实施。
2.负责河道管理工作。
（1）工程建设扎实推进。全年完成投资。
附件如下：
1、部门整体支出绩效评价基础数据表
2、部门整体支出绩效自评表
"""
    assert [row.title for row in read_sections(document_of(text))] == ["基本情况"]


def test_a_table_of_contents_ends_where_the_text_begins_though_its_titles_do_not_come_again() -> None:
    text = f"""
目录
一、部门概况
二、绩效情况
三、存在的问题
{"根据上级要求，我局组织开展了部门整体支出绩效自评工作，现将自评情况报告如下。" * 3}
一、部门基本概况
我局主要负责水利工程建设和管理。
二、部门绩效情况
（一）基本情况
全年维修渠道3公里。
三、存在的主要问题
（一）基本情况
管护人员不足。
"""
    assert [row.title for row in read_sections(document_of(text))] == [
        "部门基本概况", "部门绩效情况", "基本情况", "存在的主要问题", "基本情况",
    ]  # fmt: skip


def test_plain_words_with_numbers_in_order_head_the_texts_below_them() -> None:
    text = """
一、绩效情况
1.数量
新栽行道树300株。
2.茶产业稳步壮大
改造低产茶园500亩。
二、存在的问题
（一）考核办法不细，奖惩不明。
（二）编制人员老化。
（三）开展培训工作。
三、几点建议
无。
"""
    assert [row.title for row in read_sections(document_of(text))] == [
        "绩效情况", "数量", "茶产业稳步壮大", "存在的问题", "几点建议",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("published", "name"),
    [
        ("219001-盐亭县司法局", "盐亭县司法局"),
        ("沙洋县农业农村局（盖章）", "沙洋县农业农村局"),
        ("　霍邱县水利局 本级", "霍邱县水利局"),
        ("[105]教育部", "教育部"),
        ("", None),
        ("元", None),
    ],
)
def test_a_body_is_named_without_code_stamp_and_spaces(published: str, name: str | None) -> None:
    assert clean_body(published) == name


def test_a_project_keeps_its_year_and_loses_its_code() -> None:
    assert clean_project("51000021R000000019951-工资性支出") == "工资性支出"
    assert clean_project("2021年中央水利发展资金") == "2021年中央水利发展资金"


@pytest.mark.parametrize(
    ("name", "public"), [("盐亭县水利局", True), ("本单位", False), ("某水务有限公司", False), ("沙河乡人民政府", True)]
)
def test_what_counts_as_a_public_body(name: str, public: bool) -> None:
    assert is_public_body(name) is public


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("等级：优\n备注：80—90分为良", "优"),
        ("良好", "良"),
        ("合格", "中"),
        ("较差", "差"),
        ("优秀率90%", None),
        ("无", None),
    ],
)
def test_a_grade_is_read_from_the_first_line(text: str, grade: str | None) -> None:
    assert parse_grade(text) == grade


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("填报日期：2022年6月9日", "2022-06-09"),
        ("2023.7.1", "2023-07-01"),
        ("2022年13月1日", None),
        ("年   月   日", None),
    ],
)
def test_a_date_is_iso_or_none(text: str, date: str | None) -> None:
    assert stated_date(text) == date


@pytest.mark.parametrize(
    ("title", "kind"),
    [("预算执行与管理情况", "performance"), ("评价思路和过程", "performance"), ("专项资金绩效完成情况", "performance")],
)
def test_what_is_judged_is_performance(title: str, kind: str) -> None:
    (section,) = read_sections(document_of(f"一、{title}\n执行良好。"))
    assert section.kind == kind
