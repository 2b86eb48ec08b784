"""A body under its spellings, and all bodies."""

from __future__ import annotations

from pydantic import AliasPath, Field

from service.bodies.register import Body as BodyRecord
from service.bodies.register import BodyKind, PlanBodies
from service.models.base import Out
from service.models.measure import Measure


class Spelling(Out):
    """A way in which plans write a body."""

    text: str = Field(examples=["Fagråd pasient-samarbeid"])
    count: int = Field(description="Measures in which it stands.")
    plans: list[str]


class Body(Out):
    """Who is responsible in one region's plans; two regions' AU are two bodies."""

    body_id: str = Field(examples=["stolav:fagrad-pasientsamarbeid"])
    name: str = Field(description="Its most frequent spelling.")
    kind: BodyKind = Field(description="`general` is a kind of bodies, as «kommunene».")
    region: str = Field(
        validation_alias=AliasPath("region", "region_id"), description="The region's id."
    )
    region_name: str = Field(validation_alias=AliasPath("region", "name"))
    stands_for: str | None = Field(
        description="What the region's plans say that an abbreviation means."
    )
    spellings: list[Spelling] = Field(description="The most frequent first.")
    total: int = Field(description="Measures that it is responsible for.")
    plans: list[str]
    namesakes: list[str] = Field(description="Bodies of other regions with the same name.")
    related: list[str] = Field(
        description="Bodies of this region with more or less of the same name; perhaps the same."
    )

    @classmethod
    def counted(cls, body: BodyRecord) -> Body:
        """The body without its measures."""
        return cls.model_validate(_fields(body))


class BodyDetail(Body):
    """A body with the measures that it is responsible for, the oldest plan first."""

    measures: list[Measure]

    @classmethod
    def detailed(cls, body: BodyRecord) -> BodyDetail:
        """The body with its measures."""
        return cls.model_validate({**_fields(body), "measures": list(body.measures)})


def _fields(body: BodyRecord) -> dict[str, object]:
    return {
        "body_id": body.body_id,
        "name": body.name,
        "kind": body.kind,
        "region": body.region.region_id,
        "region_name": body.region.name,
        "stands_for": body.stands_for,
        "spellings": list(body.spellings),
        "total": len(body.measures),
        "plans": list(body.plans),
        "namesakes": list(body.namesakes),
        "related": list(body.related),
    }


class NamedIn(Out):
    """How far a plan says who is responsible: `measures` is the sum of the other three."""

    plan_id: str = Field(validation_alias=AliasPath("plan", "plan_id"))
    measures: int
    named: int
    unread: int = Field(description="Somebody stands there, but could not be read.")
    unnamed: int = Field(description="The plan names nobody.")


class BodyList(Out):
    """Bodies by region, in the order of their ids."""

    total: int
    bodies: list[Body]
    plans: list[NamedIn]

    @classmethod
    def listed(cls, bodies: tuple[BodyRecord, ...], plans: tuple[PlanBodies, ...]) -> BodyList:
        """Bodies and how far each plan names any."""
        return cls(
            total=len(bodies),
            bodies=[Body.counted(body) for body in bodies],
            plans=[NamedIn.of(plan) for plan in plans],
        )
