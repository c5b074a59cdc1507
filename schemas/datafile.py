"""The one way to read the YAML files that lie beside the code."""

from importlib.resources import files
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(package: str, name: str) -> Any:
    """The content of a data file of a package; the native loader where PyYAML has it."""
    return parse_yaml((files(package) / name).read_text(encoding="utf8"))


def parse_yaml(text: str) -> Any:
    """The content of a YAML text; plain values only."""
    return yaml.load(text, Loader=_LOADER)
