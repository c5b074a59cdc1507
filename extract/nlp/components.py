"""The components of the pipeline, each a factory: what it finds stands in `doc.spans` under its own name.

`doc.user_data[name]` is a list as long as `doc.spans[name]` with what links each span to its words. Offsets there are
those of the folded text, which is the Doc's text.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.grades import told_grades
from extract.text.amounts import Setting, may_tell_money, read_figures
from extract.text.context import run_in_title
from extract.text.scores import stated_scores
from extract.text.staff import heads, tells_posts
from extract.text.token import Token

# In this order: what comes later may ask for what came before.
ORDER = ("jixiao_section", "jixiao_clauses", "jixiao_amounts", "jixiao_heads", "jixiao_scores", "jixiao_grades")
# What the first word of these kinds tells of its clause.
CUES = {
    "of_which": "parts",
    "respectively": "respectively",
    "compare": "comparison",
    "change": "change",
    "standard": "standard",
}
_ENDS = frozenset({"stop", "halt", "break"})
_IN_LIST = "、"

Component = Callable[[Doc], Doc]
Found = tuple[tuple[int, int], str, Any]


def setting_of(doc: Doc) -> Setting:
    """What the paragraph stands in; nothing is known of a text given to the pipeline by itself."""
    setting: Setting = doc.user_data.setdefault("setting", Setting())
    return setting


def tokens_of(doc: Doc) -> list[Token]:
    """Kind, folded offsets and value of each of the Doc's tokens."""
    tokens: list[Token] = doc.user_data["tokens"]
    return tokens


def edges_of(doc: Doc) -> tuple[list[int], list[int]]:
    """Where the Doc's tokens start, and where they end."""
    edges: tuple[list[int], list[int]] = doc.user_data["edges"]
    return edges


def text_of(doc: Doc) -> str:
    """The folded text."""
    text: str = doc.user_data["text"]
    return text


def set_spans(doc: Doc, name: str, found: Iterable[Found]) -> Doc:
    """Puts (folded offsets, label, link) under a name; a span covers the tokens that its offsets touch."""
    listed = list(found)
    if not listed:
        doc.spans[name], doc.user_data[name] = [], []
        return doc
    starts, ends = edges_of(doc)
    doc.spans[name] = [
        Span(doc, bisect_right(ends, start), bisect_left(starts, end), label=label) for (start, end), label, _ in listed
    ]
    doc.user_data[name] = [link for _, _, link in listed]
    return doc


@Language.component("jixiao_section")
def find_section(doc: Doc) -> Doc:
    """`section`: the whole paragraph, labelled with the kind of the section it stands in; its link is the title."""
    kind, title = setting_of(doc).section
    return set_spans(doc, "section", [((0, len(text_of(doc))), kind, title)] if kind and len(doc) else [])


@Language.factory("jixiao_clauses", default_config={"cues": CUES})
def make_clauses(nlp: Language, name: str, cues: dict[str, str]) -> Component:
    """Sentences (`doc.sents`), and `clauses` labelled by what they do; a clause's link is the word that tells."""

    def find_clauses(doc: Doc) -> Doc:
        tokens = tokens_of(doc)
        for position in range(len(tokens)):
            if position == 0 or tokens[position - 1].kind == "stop":
                doc[position].is_sent_start = True
        return set_spans(doc, "clauses", _clauses(text_of(doc), tokens, cues))

    return find_clauses


def _clauses(text: str, tokens: list[Token], cues: dict[str, str]) -> Iterator[Found]:
    """Clauses end at commas, semicolons and stops; what 、 lists stays in one."""
    start = 0
    for position, token in enumerate(tokens):
        last = position + 1 == len(tokens)
        if not last and (token.kind not in _ENDS or text[token.start] == _IN_LIST):
            continue
        cue = next((each for each in tokens[start : position + 1] if each.kind in cues), None)
        label = cues[cue.kind] if cue else "statement"
        yield (tokens[start].start, token.end), label, (cue.start, cue.end) if cue else None
        start = position + 1


@Language.component("jixiao_amounts")
def find_amounts(doc: Doc) -> Doc:
    """`amounts`: figures of this body's money, labelled by item, linked to their words; `left_out`: the others and why."""
    if not may_tell_money(text_of(doc)):
        return set_spans(set_spans(doc, "amounts", []), "left_out", [])
    trace = read_figures(text_of(doc), tokens_of(doc), setting_of(doc))
    set_spans(doc, "amounts", ((each.token.span, each.link.item, each) for each in trace.figures))
    return set_spans(doc, "left_out", ((each.token.span, each.cause.step, each) for each in trace.left_out))


@Language.component("jixiao_heads")
def find_heads(doc: Doc) -> Doc:
    """`heads`: head-counts and control rates with the words of their kind, labelled by category."""
    text = text_of(doc)
    # Whom one project employs and serves is no staff of the body, unless posts are told of.
    found = heads(text) if setting_of(doc).project is None or tells_posts(text) else ()
    return set_spans(doc, "heads", ((each.span, each.category, each) for each in found))


@Language.component("jixiao_scores")
def find_scores(doc: Doc) -> Doc:
    """`scores`: statements of a score, labelled by component."""
    setting = setting_of(doc)
    title = run_in_title(text_of(doc)) or setting.section[1]
    found = stated_scores(text_of(doc), setting.project, title, setting.fiscal_year)
    return set_spans(doc, "scores", ((each.span, each.component, each) for each in found))


@Language.component("jixiao_grades")
def find_grades(doc: Doc) -> Doc:
    """`grades`: words that grade what is evaluated, labelled 优, 良, 中 or 差."""
    return set_spans(doc, "grades", ((span, grade, (grade, span)) for grade, span in told_grades(text_of(doc))))
