"""What an answer says beside what it found: of its time, of what it could not take into account, of
whose measures it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from service.words.phrases import Say


class Stands(StrEnum):
    """Where a sentence stands, and whether also where nothing was found: first of all, or behind
    what is said of places and years; or it is all that a refusal says."""

    FIRST = "first"
    ALWAYS = "always"
    FOUND = "found"
    INSTEAD = "instead"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence by the name of its phrase, and what is filled in."""

    phrase: str
    stands: Stands
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def refuses(self) -> bool:
        """Whether a refusal is this sentence and no more."""
        return self.stands is Stands.INSTEAD

    def written(self, say: Say) -> str:
        """The sentence."""
        return say(self.phrase, **self.values)


def before_findings(
    said: Sequence[Said], of_scope: Sequence[str], answered: bool, say: Say
) -> list[str]:
    """The sentences before what was found, or a refusal: those that stand first, those of places
    and years (`of_scope`), the others. What leads to a list, by its colon, stands last."""
    first = [each.written(say) for each in said if each.stands is Stands.FIRST]
    behind = (Stands.ALWAYS, Stands.FOUND) if answered else (Stands.ALWAYS,)
    others = [each.written(say) for each in said if each.stands in behind]
    return sorted((*first, *of_scope, *others), key=lambda sentence: sentence.endswith(":"))


def of_share(phrase: str, count: int, whole: int) -> str:
    """The name of the phrase that says something of so many of all that was found."""
    return phrase + ("_all" if count == whole else "_one" if count == 1 else "")
