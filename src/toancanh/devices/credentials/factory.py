"""The passwords that makers ship."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def factory_passwords() -> frozenset[str]:
    """As shipped beside this file."""
    return frozenset(tomllib.loads(files(__package__).joinpath("factory.toml").read_text())["passwords"])
