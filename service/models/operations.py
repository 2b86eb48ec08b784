"""What is told of the service itself."""

from __future__ import annotations

from pydantic import Field

from service.models.base import Out


class Ready(Out):
    """The index is loaded and can be asked."""

    status: str = Field(examples=["ready"])
    plans: int
    measures: int
    passages: int
    problems: int = Field(description="Documents that could not be read.")


class Problem(Out):
    """What is wrong with a request (RFC 9457, application/problem+json)."""

    type: str = Field(examples=["/docs#UnknownFilter"])
    title: str = Field(examples=["There is no such value"])
    status: int = Field(examples=[400])
    detail: str = Field(examples=["no plan has region 'asker'; did you mean ahus?"])
    allowed: list[str] | None = Field(description="The values that can be used.")
    suggestions: list[str] | None = Field(description="The allowed values most like it.")
    parameter: str | None = Field(description="The parameter that is meant.")
    value: str | None = Field(description="The value that it does not take.")
