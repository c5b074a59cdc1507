"""What a printed character means: radicals and compatibility forms become ordinary characters, ligatures their letters."""

import unicodedata
from functools import cache

RADICALS = dict(zip(
    "⺀⺁⺂⺃⺄⺅⺇⺉⺋⺎⺐⺒⺓⺔⺖⺘⺙⺛⺝⺟⺠⺡⺢⺤⺥⺦⺧⺨⺩⺫⺬⺭⺮⺯⺰⺱⺲⺴⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "冫厂乛乚乙亻几刂㔾兀尣巳幺彑忄扌攵旡月母民氵氺爫爫丬牛犭王罒示礻竹糸纟罓罒罓羊羊羊耂肀聿月臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阜阝青韦页风飞食飠食饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜龟龟",
    strict=True,
))  # fmt: skip
COMPATIBILITY = (
    range(0x2F00, 0x2FD6),  # Kangxi radicals
    range(0xF900, 0xFB00),  # compatibility ideographs
    range(0xFB00, 0xFB07),  # Latin ligatures
    range(0xFE10, 0xFE1A),  # vertical punctuation
    range(0xFE30, 0xFE45),
    range(0x2F800, 0x2FA1E),
)
PRIVATE = (range(0xE000, 0xF900), range(0xF0000, 0x110000))
SURROGATES = range(0xD800, 0xE000)


def _ordinary() -> dict[int, str]:
    found = {ord(radical): ideograph for radical, ideograph in RADICALS.items()}
    for codes in COMPATIBILITY:
        for code in codes:
            plain = unicodedata.normalize("NFKC", chr(code))
            if plain != chr(code):
                found[code] = plain
    return found


ORDINARY = _ordinary()


@cache
def readable(code: int) -> str | None:
    """The text of a character code, None where it says nothing: private use, half of a pair, a control, no character."""
    if code in ORDINARY:
        return ORDINARY[code]
    if code < 0x20 or 0x7F <= code < 0xA0 or code >= 0x110000 or code in SURROGATES or code & 0xFFFE == 0xFFFE:
        return None
    return None if code == 0xFFFD or any(code in codes for codes in PRIVATE) else chr(code)
