"""Reads the YAML data files that lie beside the code."""

from importlib.resources import files
from typing import Any

import yaml

# PyYAML's C parser reads the same files ten times faster; it is missing only where PyYAML was built without libyaml.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(package: str, name: str) -> Any:
    """The content of `name` in an importable folder: load_yaml("schemas", "units.yaml")."""
    return yaml.load((files(package) / name).read_bytes(), Loader=_LOADER)
