"""Records as JSON lines and back: what an index keeps on disk, readable by a person."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from indexer.records import Passage, Plan, Rejected, Repair

PASSAGES: TypeAdapter[Passage] = TypeAdapter(Passage)
PLANS: TypeAdapter[Plan] = TypeAdapter(Plan)
REJECTED: TypeAdapter[Rejected] = TypeAdapter(Rejected)
REPAIRS: TypeAdapter[Repair] = TypeAdapter(Repair)


def write_lines(path: Path, adapter: TypeAdapter[Any], records: Iterable[object]) -> None:
    """Write records, one a line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for record in records:
            file.write(adapter.dump_json(record).decode("utf-8") + "\n")


def read_lines(path: Path, adapter: TypeAdapter[Any]) -> Iterator[Any]:
    """Read records, one a line. Raises OSError or ValueError."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield adapter.validate_json(line)


def write_json(path: Path, data: object) -> None:
    """Write readable JSON."""
    path.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
