"""Every table, view and column is described in both languages, and the schema is valid."""

import sqlite3

import pytest

from schemas.errors import FieldError
from schemas.sql import _table, codes, create_all, lists, tables, views


def described() -> list[tuple[str, str, str]]:
    things = [*tables().values(), *views().values()]
    return [(t.name, t.zh, t.en) for t in things] + [
        (f"{t.name}.{column.name}", column.zh, column.en) for t in things for column in t.columns
    ]


@pytest.mark.parametrize(("name", "zh", "en"), described())
def test_everything_is_described_in_chinese_and_english(name: str, zh: str, en: str) -> None:
    assert any("\u4e00" <= char <= "\u9fff" for char in zh), name
    assert en.strip(), name
    assert not any("\u4e00" <= char <= "\u9fff" for char in en), name


def test_the_columns_of_the_database_are_those_described() -> None:
    db = sqlite3.connect(":memory:")
    db.executescript(create_all())
    for table in tables().values():
        assert [row[1] for row in db.execute(f"PRAGMA table_info({table.name})")] == [c.name for c in table.columns]
    for view in views().values():
        assert [c[0] for c in db.execute(f"SELECT * FROM {view.name}").description] == [c.name for c in view.columns]
    db.close()


def test_tables_are_strict_and_carry_their_descriptions() -> None:
    db = sqlite3.connect(":memory:")
    db.executescript(create_all())
    sql = dict(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    assert all("STRICT, WITHOUT ROWID" in sql[name] for name in tables())
    assert all(column.zh in sql[table.name] for table in tables().values() for column in table.columns)
    with pytest.raises(sqlite3.IntegrityError):
        db.execute("INSERT INTO regions VALUES (NULL, '省', NULL, NULL)")
    db.close()


def test_every_reference_names_its_column() -> None:
    db = sqlite3.connect(":memory:")
    db.executescript(create_all())
    keys = [key for name in tables() for key in db.execute(f"PRAGMA foreign_key_list({name})")]
    assert keys
    assert all(to == tables()[table].key[0] for _, _, table, _, to, *_ in keys)
    db.close()


def test_money_is_never_real() -> None:
    money = [c for table in tables().values() for c in table.columns if c.name.endswith("_fen")]
    assert {column.type for column in money} == {"INTEGER"}
    assert len(money) >= 4


def test_list_letters_differ() -> None:
    letters = [table.list_letter for table in lists().values()]
    assert len(set(letters)) == len(letters) == 6


def test_codes_have_one_name_each() -> None:
    keys = [(code.kind, code.code) for code in codes()]
    assert len(set(keys)) == len(keys)


def test_an_unknown_key_in_a_table_description_is_refused() -> None:
    with pytest.raises(FieldError, match="colour"):
        _table("t", {"zh": "表", "en": "t", "key": ["id"], "columns": {}, "colour": 1})
