"""Running text from outlines: numbered headings and sentences whose figures are recorded as they are written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import regex

from corpus.synth.books import Books
from corpus.synth.gold import Evaluation
from corpus.synth.model import Note, Phrase
from corpus.synth.money import short
from corpus.synth.setting import Setting
from corpus.synth.words import load
from schemas.document import Place

HAN = "〇一二三四五六七八九十"
FACT = regex.compile(r"\[(?P<kind>\w+)(?: (?P<what>[\w.+]+))?(?: (?P<measure>\w+))?\|(?P<words>[^\]]*)\]")
CHANGES = {True: "增加", False: "减少"}
COPULAS = "为共是"


@dataclass
class Story:
    """What a narrative may speak of. `altered`: sums the text states otherwise than the books (a planted conflict)."""

    setting: Setting
    evaluation: Evaluation
    books: Books
    declared: Decimal | None = None
    grade: str | None = None
    rate: Decimal | None = None
    altered: Mapping[tuple[str, str], int] = field(default_factory=dict)
    tables: Mapping[str, Callable[[], None]] = field(default_factory=dict)

    def phrase(self, found: "regex.Match[str]") -> Phrase:
        """One fact of a sentence, as words and the note that records it."""
        kind, what, measure, words = found.group("kind", "what", "measure", "words")
        if kind == "amount":
            return self._amount(what, measure, words)
        if kind == "staff":
            count = Decimal(self.setting.staff[what])
            return self._said(words, short(count), lambda p, raw: self.evaluation.staff(p, raw, what, count))
        if kind == "rate":
            rate = self.rate
            assert rate is not None
            return self._said(
                words, short(rate) + "%", lambda p, raw: self.evaluation.score(p, raw, "budget_execution", rate=rate)
            )
        if kind == "declared":
            score = self.declared
            assert score is not None
            return self._said(
                words, short(score), lambda p, raw: self.evaluation.score(p, raw, "declared", score=score)
            )
        raise ValueError(f"unknown kind of fact: {kind}")

    def _said(self, words: str, value: str, record: Callable[[Place, str], None]) -> Phrase:
        raw = words.replace("{}", value)
        return Phrase(raw, (lambda place: record(place, raw),))

    def _amount(self, item: str, measure: str, words: str) -> Phrase:
        fen = self.altered.get((item, measure))
        fen = self.books.of(item, measure) if fen is None else fen
        figure = self.setting.style.figure(abs(fen))
        value = figure.text + figure.unit
        value = CHANGES[fen >= 0] + value if measure == "change" else value
        label = words.split("{}")[0].rstrip(COPULAS) or self._label_of(item)
        year = self.evaluation.year - (measure == "prior")
        of = "actual" if measure == "prior" else measure
        yuan = figure.yuan if fen >= 0 else -figure.yuan
        return self._said(
            words, value, lambda p, raw: self.evaluation.amount(p, raw, yuan, figure.unit, item, label, of, year)
        )

    def _label_of(self, item: str) -> str:
        rows = self.evaluation.rows["amounts"]
        return next(str(row["label"]) for row in rows if row["item"] == item)


def han(number: int) -> str:
    """1 to 19 in Chinese numerals."""
    return HAN[number] if number <= 10 else "十" + HAN[number - 10]


def phrases(story: Story, template: str) -> list[Phrase]:
    """A sentence template as phrases, plain words between the facts."""
    out: list[Phrase] = []
    start = 0
    text = filled(story, template)
    for found in FACT.finditer(text):
        notes: tuple[Note, ...] = ()
        out.append(Phrase(text[start : found.start()], notes))
        out.append(story.phrase(found))
        start = found.end()
    out.append(Phrase(text[start:]))
    return [phrase for phrase in out if phrase.text]


def filled(story: Story, template: str) -> str:
    """The template with the report's own words; the empty braces of the facts stay."""
    setting = story.setting
    values = {"year": str(setting.year), "prior": str(setting.year - 1), "body": setting.body,
              "local": setting.place["local"], "grade": story.grade or ""}  # fmt: skip
    return str(regex.sub(r"\{(\w+)\}", lambda found: values[found[1]], template))


def tell(story: Story, outline: str, skip: frozenset[str] = frozenset()) -> None:
    """The whole outline. `skip`: kinds of sections to leave out."""
    setting = story.setting
    style = setting.rng.choice(sorted(load("vocabulary")["outline"]))
    marks = load("vocabulary")["outline"][style]
    counts = [0, 0, 0, 0]
    for entry in load("outlines")[outline]:
        if entry["kind"] in skip:
            continue
        level = int(entry["level"])
        counts[level - 1] += 1
        counts[level:] = [0] * (4 - level)
        number = marks[level - 1].format(han=han(counts[level - 1]), arabic=counts[level - 1])
        title = setting.rng.choice(entry["title"])
        setting.report.line(number + title, "heading")
        setting.report.gold.section(number.strip().rstrip("、."), title, level, entry["kind"])
        for said in entry.get("say", ()):
            say(story, said)
        if entry.get("table") in story.tables:
            story.tables[entry["table"]]()


def say(story: Story, said: str | list[str]) -> None:
    """One entry of an outline: the sector's duties or story, or one of several sentences."""
    setting = story.setting
    if said in ("{duties}", "{story}"):
        chosen = setting.sector["duties" if said == "{duties}" else "story"]
        for number, sentence in enumerate(chosen, 1):
            setting.report.sentence(phrases(story, f"{number}.{sentence}" if said == "{duties}" else sentence))
        return
    options = [said] if isinstance(said, str) else said
    setting.report.sentence(phrases(story, setting.rng.choice(options)))
