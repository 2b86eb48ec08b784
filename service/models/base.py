"""What every object of the contract is."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict


class Out(BaseModel):
    """A frozen object of the contract."""

    model_config = ConfigDict(
        frozen=True,
        from_attributes=True,
        validate_by_name=True,
        json_schema_serialization_defaults_required=True,
    )

    @classmethod
    def of(cls, record: object) -> Self:
        """Read off a record's attributes."""
        return cls.model_validate(record)

    def to_json(self) -> str:
        """As the API sends it, indented for reading."""
        return self.model_dump_json(by_alias=True, indent=2)
