"""Row labels that no list knows: what a classifier takes them for, where the rest of the table does not speak against it."""

from extract.labels import bare_label, resolve_item
from extract.nlp import unlisted_item

# Inside a block of these items a label means one of them or nothing that could be guessed.
_OF_ONE_KIND = ("three_public", "assets")


def guessed_item(text: str, context: str | None, labels: tuple[str, ...]) -> str | None:
    """The item that an unknown row label most likely means, else None.

    `context` is that of the block, `labels` those of all its rows: what another row names already is not guessed, for the
    unknown one is then something else, most often a part of it. Items of the classifications are never guessed.
    """
    if context is not None and context not in _OF_ONE_KIND:
        return None
    item = unlisted_item(bare_label(text))
    if item is None or (context is not None and not item.startswith(f"{context}.")):
        return None
    return None if item in {resolve_item(label, context) for label in labels} else item
