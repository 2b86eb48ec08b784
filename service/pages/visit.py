"""One visit to a page: its address, its language, and the addresses that lead on from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from service.pages.texts import Language, say

FILTERS = ("region", "plan", "target_group", "responsible", "year", "kind", "status")
"""The parameters that narrow a search, in the order of the contract."""

Params = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """Where a reader is; `chosen` where the address itself names the language.

    `origin` is the service as the reader calls it, for what is printed.
    """

    origin: str
    path: str
    params: Params
    language: Language
    chosen: bool

    def say(self, name: str, /, **values: object) -> str:
        """A text in the reader's language."""
        return say(self.language, name, **values)

    def count(self, name: str, n: int, /, **values: object) -> str:
        """A text about so many; the one named `…_one` where there is one."""
        return self.say(f"{name}_one" if n == 1 else name, n=n, **values)

    def to(self, *steps: str, params: Iterable[tuple[str, object]] = (), at: str = "") -> str:
        """The address of a page: its path by steps, its parameters, a place on it."""
        path = "/" + "/".join(quote(step, safe=":") for step in steps)
        own = [(name, str(value)) for name, value in params]
        if self.chosen:
            own.append(("lang", self.language.value))
        return path + _query(own) + (f"#{at}" if at else "")

    def with_(self, name: str, value: object) -> str:
        """This page narrowed by one value more, from its first result."""
        return self._here((*self._kept("offset"), (name, str(value))))

    def with_all(self, name: str, values: Iterable[object]) -> str:
        """This page narrowed to some values of a parameter and no others of it."""
        kept = self._kept("offset", name)
        return self._here((*kept, *((name, str(value)) for value in values)))

    def without(self, name: str, value: object) -> str:
        """This page with one value taken off, from its first result."""
        kept = (p for p in self._kept("offset") if p != (name, str(value)))
        return self._here(kept)

    def instead(self, name: str, value: object, other: object) -> str:
        """This page with another value in a value's place."""
        kept = (p for p in self._kept("offset") if p != (name, str(value)))
        return self._here((*kept, (name, str(other))))

    def put(self, name: str, value: object) -> str:
        """This page with a parameter set."""
        return self._here((*self._kept(name), (name, str(value))))

    def bare(self) -> str:
        """This page without its filters."""
        return self._here(self._kept("offset", *FILTERS))

    def whole(self) -> str:
        """The address of this page as it can be written down."""
        return self.origin + self._here(self.params)

    def in_language(self, language: Language) -> str:
        """This page in a language."""
        return self._here((*self._kept("lang"), ("lang", language.value)))

    def narrowing(self) -> Params:
        """The question and its filters, as they stand in the address."""
        return tuple(pair for pair in self.params if pair[0] in ("q", *FILTERS) and pair[1])

    def sent_along(self, fresh: bool = False) -> Params:
        """What a new search keeps of this page: the language, and on a search its filters."""
        kept = ("lang", *FILTERS) if self.path == "/" and not fresh else ("lang",)
        return tuple(pair for pair in self.params if pair[0] in kept and pair[1])

    def value(self, name: str) -> str:
        """The parameter's last value, empty where it has none."""
        return dict(self.params).get(name, "")

    def values(self, name: str) -> tuple[str, ...]:
        """All of the parameter's values."""
        return tuple(value for key, value in self.params if key == name)

    def _kept(self, *but: str) -> Params:
        return tuple(pair for pair in self.params if pair[0] not in but)

    def _here(self, params: Iterable[tuple[str, str]]) -> str:
        own = list(params)
        return quote(self.path, safe="/:") + _query(own)


def _query(params: list[tuple[str, str]]) -> str:
    """Parameters as they stand in an address; ids keep their colons, for those who read them."""
    return f"?{urlencode(params, safe=':')}" if params else ""
