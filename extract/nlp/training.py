"""Trains the classifier of labels from the field lists: `python -m extract.nlp.training` writes it anew.

The same lists and the same settings give the same weights on one machine, and the same decisions on any.
"""

import hashlib
import json
import random
import sys
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.training import Example as Pair
from thinc.api import fix_random_seed

from extract.nlp import answers
from extract.nlp.answers import Example
from extract.nlp.classifier import MODELS, Classifier, bounded, settings, untrained


def train(examples: list[Example]) -> Classifier:
    """A classifier of the examples' labels, by the settings of labels.cfg."""
    chosen = settings()["training"]
    fix_random_seed(chosen["seed"])
    classes = sorted({each.answer for each in examples} | {answers.NONE})
    nlp = untrained(classes)
    _fit(nlp, [_pair(nlp, each, classes) for each in examples], chosen)
    return Classifier(nlp, examples)


def _pair(nlp: Language, each: Example, classes: list[str]) -> Pair:
    cats = {name: float(name == each.answer) for name in classes}
    return Pair.from_dict(nlp.make_doc(bounded(each.label)), {"cats": cats})


def _fit(nlp: Language, pairs: list[Pair], chosen: dict[str, Any]) -> None:
    optimizer = nlp.initialize(lambda: pairs)
    optimizer.learn_rate = chosen["learn_rate"]
    chance = random.Random(chosen["seed"])
    for _ in range(chosen["epochs"]):
        chance.shuffle(pairs)
        for start in range(0, len(pairs), chosen["batch_size"]):
            nlp.update(pairs[start : start + chosen["batch_size"]], sgd=optimizer, drop=chosen["dropout"])


def save(classifier: Classifier, folder: Path) -> None:
    """Writes weights and, beside them, their classes and their SHA-256."""
    data = classifier.weights()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "items.bin").write_bytes(data)
    about = {"classes": classifier.classes, "sha256": hashlib.sha256(data).hexdigest()}
    (folder / "items.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / MODELS
    save(train(answers.items()), target)
    print(f"{target}: {sum(path.stat().st_size for path in target.iterdir())} bytes")  # noqa: T201
