"""What can be asked, and within which limits."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, WithJsonSchema

from indexer.errors import QueryError

LONGEST_TEXT = 500
"""Characters of a question or search text, in the contract."""

MOST_RESULTS = 100
"""The largest `k`, in the contract."""


def checked_text(text: str) -> str:
    """The text without the space around it, its letters composed: "å" may come as two characters,
    from another program's file name or a PDF. Raises `QueryError` for what cannot be asked."""
    stripped = unicodedata.normalize("NFC", text).strip()
    if not stripped:
        raise QueryError(f"the text is empty; write 1 to {LONGEST_TEXT} characters")
    if len(stripped) > LONGEST_TEXT:
        raise QueryError(
            f"the text is {len(stripped)} characters long; write at most {LONGEST_TEXT}"
        )
    for position, char in enumerate(stripped, start=1):
        if unicodedata.category(char) in ("Cc", "Cs") and not char.isspace():
            raise QueryError(
                f"the text has a control character (U+{ord(char):04X}) at position {position}; "
                "remove it"
            )
    return stripped


# A QueryError passes through pydantic as it is: bad text is an error of the query (400) by
# whichever way it comes in, not one of the schema (422).
Text = Annotated[
    str,
    AfterValidator(checked_text),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}),
]


class SimilarRequest(BaseModel):
    """A measure that is not in the index."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"text": "Felles kurs i legevaktmedisin"}]},
    )

    text: Text
