"""Text as published -> a spaCy Doc of its folded text, with a way back to every published character."""

import regex
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from extract.text.lexer import tokens
from extract.text.pieces import CIRCLED
from schemas.folding import fold, fold_with_map

TOKENIZER = "jixiao.fiscal.v1"
_SURROGATE = regex.compile("[\ud800-\udfff]")


class FiscalTokenizer:
    """Makes Docs whose text is the folded text (schemas.folding).

    Circled numbers stay as they are: folded, `①10万元` would be 110.
    `doc.user_data` holds `tokens`, a list as long as the Doc with each token's kind, folded offsets and value; `edges`, where
    they start and where they end; `text`, the
    Doc's text once more, for spaCy puts it together anew whenever it is asked; and `origin`, for each folded character the
    index of the published one (one more for the end). Characters that are no
    text (lone surrogates) are replaced, one for one.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        folded, origin = _folded(text)
        folded = _SURROGATE.sub("\ufffd", folded)
        found = tokens(folded)
        starts, ends = [each.start for each in found], [each.end for each in found]
        doc = Doc(self.vocab, words=[folded[each] for each in map(slice, starts, ends)], spaces=[False] * len(found))
        doc.user_data |= {"tokens": found, "edges": (starts, ends), "text": folded, "origin": origin}
        return doc


def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """The folded text and the way back, circled numbers kept."""
    if not CIRCLED.search(text):
        return fold_with_map(text)
    pieces = [char if CIRCLED.match(char) else fold(char) for char in text]
    origin = [index for index, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), (*origin, len(text))


@registry.tokenizers(TOKENIZER)
def make_tokenizer() -> object:
    """What spaCy's config calls to get the tokenizer of a language."""
    return lambda nlp: FiscalTokenizer(nlp.vocab)
