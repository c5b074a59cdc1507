"""Guangdong's 部门整体支出绩效自评报告: all of it in sentences, the score first, figures of staff and money in a line each."""

from decimal import Decimal

from corpus.synth.books import draw_books
from corpus.synth.families.parts import declare, declared_grade
from corpus.synth.narrative import Story, tell
from corpus.synth.setting import Commission, Setting


def write(commission: Commission) -> Setting:
    """The cover's lines and the narrative."""
    setting = Setting(commission)
    report = setting.report
    evaluation = setting.evaluate("department")
    report.gold.title = f"{setting.body}{setting.year}年度部门整体支出绩效自评报告"
    report.line(report.gold.title, "title")
    report.line(f"评价年度：{setting.year}年", "body")
    report.line(f"评价单位（公章）：{setting.body}", "body")
    score = Decimal(setting.rng.randint(850, 985)) / 10
    grade = declared_grade(setting, evaluation, score)
    declare(evaluation, score, grade)
    books = draw_books(setting.rng, setting.year, setting.staff["actual"], ())
    tell(Story(setting, evaluation, books, declared=score, grade=grade), "guangdong")
    return setting
