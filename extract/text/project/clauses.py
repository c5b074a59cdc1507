"""What stands between the figures of a paragraph of a project's report: clauses that name a year, a part or a source, and open lists."""

from collections.abc import Mapping
from dataclasses import dataclass

from extract.lexicons.grammar import wordings
from extract.text.project.account import Frame, Part, Subject
from extract.text.project.paragraph import Paragraph
from extract.text.project.phrase import Phrase, measure_of, phrase, said
from extract.text.project.roles import role_of


@dataclass
class OnClauses(Paragraph):
    """A paragraph that listens to what stands between its figures."""

    def _boundary(self, kind: str, start: int, end: int) -> None:
        if kind == "list":
            self.at = end if not self.text[self.at : start].strip() else self.at
            return
        if kind == "aside":
            self.at = end if self.at == start else self.at
            return
        if kind == "opening":
            self.outer, self.frame = self.frame, self._bracketed(start)
            self.around = self.scene
            self._clause(self.at, start, closed_by=kind)
            self.at = end
            return
        if kind == "closing":
            self._close()
            self.frame, self.outer, self.scene = self.outer, None, self.around
            self.at = end
            return
        clause = (self.at, start)
        self._clause(*clause, closed_by=kind)
        self.missed = False
        self.at = end
        if kind in ("stop", "halt"):
            self.subject, self.told, self.told_by = self.lead, None, None
            self.scene, self.now = self.now or self.scene, None
            self.counted = False
        if kind == "stop":
            self._close()
            self._settle()
            self.frame = self.frame if self.place.listed else None
            self.astray = self.sourced = False
            self.in_sentence, self.begun, self.batches, self.stranger = None, False, False, False
            self.handed_to = self.handed_to and said("of_it").match(self.text, end) is not None
            self.batched = self.batch_of = None
            self.loose_sources = []
            numbered = said("first_of_many").match(self.text, end) and said("titled_item").fullmatch(self.text, *clause)
            if self.account.wholes and (numbered or said("titled_list").fullmatch(self.text, *clause)):
                self._open(clause, sources=False)

    def _clause(self, start: int, end: int, closed_by: str) -> None:
        """A clause without a figure may name a year, and open a list."""
        words = self.text[start:end]
        if not words:
            if closed_by == "colon" and self.in_sentence is not None:
                self._open((start, end), sources=False)
            return
        self._note_scene(start, end, closed_by)
        if (
            name := self._known_part(start, end) or (None if self.lead else self._counted_part(start, end))
        ) is not None:
            self.subject = name
        if batch := said("batch_is").match(self.text, start, end):
            self.subject = Subject("other", batch.span("batch"))
        counted = self.subject is None and words.endswith(wordings("projects", "counters"))
        self.counted = counted and said("counts_works").search(words) is not None
        if closed_by == "colon" and (labelled := self._labelled(start, end)) is not None:
            self.subject = labelled
            return
        divided = self._divided(start, end) if closed_by == "colon" else self._among(start, end)
        if divided is not None:
            self._close()
            self.frame, self.subject = divided, self.lead
            return
        if self.place.on_money and said("of_sources").search(words):
            self.sourced = True
        against = closed_by == "opening" and said("against").match(self.text, start, end)
        if against and (match := said("time").search(self.text, start, end)) and match["year"]:
            self._date(int(match["year"]), match.span())
        opened = said("begun").match(self.text, start, end)
        words = said("remark").sub("", self.text[opened.end() if opened else start : end])
        sure = self.account.wholes and said("opens_surely").search(words)
        told = self.in_sentence is not None or sure or (self.figures and said("opens_at_colon").search(words))
        at_colon = closed_by == "colon" and told
        listed = closed_by == "colon" and said("levels_listed").search(words)
        at_colon = at_colon or bool(listed and said("level_next").match(self.text, end + 1))
        if (
            (said("sources").fullmatch(words) and not said("no_source").search(words))
            or said("opens").fullmatch(words)
            or at_colon
        ):
            self._open((start, end), bool(said("of_sources").search(words)))

    def _note_scene(self, start: int, end: int, closed_by: str) -> None:
        """A clause without a figure may say when, in how many batches, compared with what, and that others' money is spoken of."""
        if (match := said("time").match(self.text, start, end)) and match["year"]:
            self._date(int(match["year"]), match.span())
        self._note_batches(start, end)
        self.handed_to = self.handed_to or said("handed_to").search(self.text, start, end) is not None
        compares = (
            bool(self.in_sentence or self.account.wholes) and said("compares").search(self.text, start, end) is not None
        )
        self.compared = self.compared or compares
        strange = closed_by == "colon" and said("path").search(self.text, start, end) is not None
        self.stranger = self.stranger or strange or self._is_wanting(start, end)

    def _is_wanting(self, start: int, end: int) -> bool:
        """True for a clause that says that money of some level has not come, or not enough of it."""
        if not any(self.text.find(word, start, end) >= 0 for word in wordings("projects", "wanting_words")):
            return False
        return said("source_wanting").match(self.text, start, end) is not None

    def _note_batches(self, start: int, end: int) -> None:
        """A clause says that money came in several batches: what was done with them, and whose money it was."""
        match = said("batches").search(self.text, start, end)
        if match is None:
            return
        self.batches = True
        verb = said("verb").search(self.text, match.end(), end) or said("verb").search(self.text, start, match.start())
        self.batched = measure_of(verb) if verb else None
        words = phrase(self.text, start, match.start())
        role = role_of(self.text, words, self.account.project, listed=True)
        self.batch_of = Subject(role.item, role.label) if role.kind == "source" else None

    def _known_part(self, start: int, end: int) -> Subject | None:
        """The part told before whose name a clause without a figure opens with (`X项目尚未开工,支付0万元`)."""
        words = phrase(self.text, start, end)
        begin = self.text[words.name[0] : end]
        name = next((each for each in self.account.parts if each and begin.startswith(each)), None)
        if name is None:
            return self._shortened(words.name[0], end)
        rest = said("kind_of_name").match(begin, len(name))
        size = len(name) + (len(rest[0]) if rest else 0)
        part = self.account.parts[name]
        return Subject(part.item, (words.name[0], words.name[0] + size))

    def _divided(self, start: int, end: int) -> Frame | None:
        """The list of what a part told before was divided into (`工程款按片区支付:甲片A,乙片B`); its members are no projects."""
        begin = self.text[start:end]
        of_named = self._opening(self.account.parts, begin)
        part = of_named or self._opening(self.account.sources, begin)
        if part is None or self.frame is not None or not said("divided").search(begin):
            return None
        verb = said("verb").search(begin)
        part = self._telling(part, begin, end)
        measure = measure_of(verb) if verb else part.measure
        uses = self.account.project.of_fund and said("by_receiver").search(begin) is None
        return Frame((start, end), measure, part.yuan, of_named=of_named is not None and not uses, receivers=not uses)

    def _telling(self, part: Part, begin: str, at: int) -> Part:
        """What was told of a part, by the amounts behind a place that make it up; what was told first where they make up nothing."""
        told = next((all_of_it for name, all_of_it in self.account.tellings.items() if name and name in begin), [])
        sums = self._sums_behind(at) if len(told) > 1 else set()
        return next((each for each in reversed(told) if each.yuan in sums), part)

    def _among(self, start: int, end: int) -> Frame | None:
        """The list of what a member told before consists of (`乡镇卫生院中,甲卫生院A,乙卫生院B`)."""
        match = said("among").fullmatch(self.text, start, end)
        part = self.account.part(match["name"]) or self.account.sources.get(match["name"]) if match else None
        if match is None or part is None:
            return None
        part = self._telling(part, match["name"], end)
        return Frame((start, end), part.measure, part.yuan)

    def _opening(self, parts: Mapping[str, Part], begin: str) -> Part | None:
        """The part whose name some words open with."""
        return next((told for name, told in parts.items() if name and begin.startswith(name)), None)

    def _labelled(self, start: int, end: int) -> Subject | None:
        """The member of an open bracket whose money stands behind a colon (`(一般公共预算:A;彩票公益金:B)`)."""
        if self.frame is None or self.outer is None or said("opens_surely").search(self.text, start, end):
            return None
        role = role_of(self.text, Phrase(start, end, (start, end)), self.account.project, listed=True)
        return Subject(role.item, role.label) if role.kind in ("part", "source") else None

    def _counted_part(self, start: int, end: int) -> Subject | None:
        """The part of an open list whose works are counted, or whose share is told, before its money is (`X项目3个,资金A`)."""
        share = said("share").search(self.text, start, end)
        match = said("counted_part").fullmatch(self.text, start, end)
        words = phrase(self.text, start, share.start()) if share else None
        opened = match and self.account.wholes and not self.place.works
        words = words or (phrase(self.text, start, end) if opened else None)
        if self.frame is None and words is not None and words.opens:
            self._open((start, words.name[0]), words.sources)
        if self.frame is None and not (match and said("outline").match(self.text, start)):
            return None
        span = match.span("name") if match else words.name if words else None
        if span is None or span[0] >= span[1] or said("rate_named").search(self.text, *span):
            return None
        role = role_of(self.text, Phrase(*span, span), self.account.project, listed=True)
        return Subject(role.item, role.label) if role.kind in ("part", "source") else None

    def _shortened(self, start: int, end: int) -> Subject | None:
        """The same by the end of its name (`奖励扶助发放7735人,支出…`)."""
        match = said("shortened").match(self.text, start, end)
        if match is None:
            return None
        item = next((told.item for each, told in self.account.parts.items() if each.endswith(match["name"])), None)
        return Subject(item, match.span("name")) if item else None
