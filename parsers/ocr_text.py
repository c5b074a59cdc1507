"""What OCR reads wrongly in a way that leaves but one meaning, put right; pure."""

import re

FIGURE = re.compile(r"[≥≤<>＜＞+\-]?[\d,，.．OoQlI|]*\d[\d,，.．OoQlI|]*(?:[%％]|分|万元|元|人|个)?")
LETTERS = str.maketrans({"O": "0", "o": "0", "Q": "0", "l": "1", "I": "1", "|": "1", "，": ",", "．": "."})
ROUND_DOT = re.compile(r"(?<=[\u4e00-\u9fff）”%％])°(?!C)")
WAN_YUAN = re.compile(r"(?<=[\d（(:：])\s*(?:万兀|万无|方元|万元)(?=$|[）)。，,；;])|(?<=位[:：])(?:万兀|方元)")


def is_figure(text: str) -> bool:
    """Whether a line is one figure, with a sign or a unit."""
    return FIGURE.fullmatch(text.strip()) is not None


def mended(text: str) -> str:
    """The text with letters inside a figure as digits, 万兀 behind a figure as 万元, and the stops 、 and 。 as such."""
    if is_figure(text):
        text = text.translate(LETTERS)
    text = ROUND_DOT.sub("。", text.replace("丶", "、"))
    return WAN_YUAN.sub("万元", text)
