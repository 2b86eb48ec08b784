"""The word lists and phrases that ship with the service."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


def word_list(name: str) -> dict[str, Any]:
    """What stands in a file of `service/data`, by its name without the ending."""
    return tomllib.loads(files("service").joinpath(f"data/{name}.toml").read_text("utf-8"))


@cache
def patterns(name: str) -> Mapping[str, re.Pattern[str]]:
    """A word list that is patterns and nothing else, compiled."""
    return {key: re.compile(said) for key, said in word_list(name).items()}
