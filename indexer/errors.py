"""Everything that Plansøk raises on purpose.

    PlansokError
    ├── CorpusError          mend the manifest or put the file in its place
    │   ├── ManifestError      the manifest itself: syntax, a missing field, an id twice
    │   ├── DocumentError      one document: missing, changed, empty, unreadable
    │   │   └── DocumentLocked   it asks for a password
    │   └── PlansLost          plans of the index would be gone from the next one
    ├── IndexFault           run `plansok index`
    │   ├── IndexMissing       nothing was built there yet
    │   ├── IndexDamaged       a file is missing or does not match its checksum
    │   ├── IndexUnwritable    its folder cannot be made or written
    │   └── EncoderMismatch    built with one encoder, asked with another
    ├── ModelError           the encoder's weights cannot be had
    └── QueryError           change the question or the filter
        ├── UnknownFilter      a filter value that no plan has; carries suggestions
        │   └── UnknownName      a table or a ready set that there is none of
        ├── NoPlanLeft         filters that no plan meets together
        ├── NotFound           an id that no plan has
        └── NoPicture          a page that cannot be shown

A message says what, where, which values, and what to do. A bad row is no error but a
`Rejected` record; missing evidence is no error but a `NoAnswer`.
"""

from __future__ import annotations

from collections.abc import Sequence

MOST_NAMED = 12
"""Values of a filter that an error names one by one."""


class PlansokError(Exception):
    """The root; its text is one line for a person."""


class CorpusError(PlansokError):
    """Something in the corpus must be mended."""


class ManifestError(CorpusError):
    """The manifest cannot be used as it stands."""


class DocumentError(CorpusError):
    """One document cannot be read; the others can."""


class DocumentLocked(DocumentError):
    """A document asks for a password that was not given, or another one."""


class PlansLost(CorpusError):
    """The index has plans that the corpus no longer gives; nothing was published."""


class IndexFault(PlansokError):
    """The index must be rebuilt."""


class IndexMissing(IndexFault):
    """There is no index in that folder."""


class IndexDamaged(IndexFault):
    """A file of the index is missing or was changed."""


class IndexUnwritable(IndexFault):
    """The folder of the index cannot be made or written."""


class EncoderMismatch(IndexFault):
    """The index was made with another encoder than the one loaded."""


class ModelError(PlansokError):
    """The encoder's weights are missing, changed or cannot be loaded."""


class QueryError(PlansokError):
    """The question or its filters must be changed."""


class UnknownFilter(QueryError):
    """A filter value that stands in no plan of the index; `OF` is what has none such."""

    OF = "no plan has"

    def __init__(
        self, name: str, value: str, allowed: Sequence[str], suggestions: Sequence[str]
    ) -> None:
        if suggestions:
            hint = f"did you mean {', '.join(suggestions)}?"
        elif len(allowed) <= MOST_NAMED:
            hint = f"use {', '.join(allowed)}"
        else:
            hint = f"there are {len(allowed)} values, from {allowed[0]} to {allowed[-1]}"
        super().__init__(f"{self.OF} {name} {value!r}; {hint}")
        self.name = name
        self.value = value
        self.allowed = tuple(allowed)
        self.suggestions = tuple(suggestions)


class UnknownName(UnknownFilter):
    """A table of a file, or a ready set of topics, that there is none of."""

    OF = "there is no"


class NoPlanLeft(QueryError):
    """Filters of which no plan meets all, so that nothing would be searched."""


class NotFound(QueryError):
    """No plan or measure has this id."""


class NoPicture(QueryError):
    """A page that cannot be shown: of a file without pages, not there, or too much to draw."""


def told_of(error: OSError) -> str:
    """What the system says of a file or folder, with its path: "af/x: Not a directory"."""
    reason = error.strerror or type(error).__name__
    return f"{error.filename}: {reason}" if error.filename is not None else reason
