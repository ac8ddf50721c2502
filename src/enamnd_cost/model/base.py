"""The common ground of the file models: strict, frozen, unknown keys forbidden, no floats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from enamnd_cost.signs import ODD, called

Errors = Iterator[PydanticCustomError]

YEAR = "Året, till exempel 2024."
NOT_WHOLE_KRONOR = "not_whole_kronor"
ONE_LINE = "skriv texten utan det, på en rad"


class FileModel(BaseModel):
    """A table of a TOML file. Its fields have the names of the file's keys.

    What a field means stands in its description, in Swedish, for the schemas. Of what is wrong
    between fields that are right by themselves (``_mistakes``) the first is told.
    """

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", defer_build=True)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for first in self._mistakes():
            raise first
        return self

    def _mistakes(self) -> Errors:
        yield from ()


def optional(description: str) -> Any:
    """Declare a key that may be left out, and is None then."""
    return Field(None, description=description)


def _not_blank(value: Any) -> Any:
    if isinstance(value, str):
        if not value.strip():
            raise mistake("EK116", "texten är tom", remedy="skriv något, eller ta bort nyckeln")
        if found := ODD.search(value):
            text = f"texten innehåller {called(found[0])}"
            raise mistake("EK114", text, remedy=ONE_LINE)
    return value


def _number(value: Any) -> Any:
    """Take a whole number as a decimal one; TOML's floats are read as Decimal already."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise mistake("EK114", "värdet är inget tal", remedy="skriv ett tal, till exempel 3.5")
        _, digits, exponent = value.as_tuple()
        if value.adjusted() >= 13 or len(digits) > 25 or int(exponent) < -12:
            remedy = "skriv ett tal under tio biljoner, med högst tolv decimaler"
            raise mistake(
                "EK114", "talet är för stort eller har för många decimaler", remedy=remedy
            )
    return value


def _whole_kronor(value: Any) -> Any:
    """Refuse öre and texts by an error of their own: what was meant can often be said."""
    if isinstance(value, Decimal | str):
        raise PydanticCustomError(NOT_WHOLE_KRONOR, "no whole kronor")
    return value


Text = Annotated[
    str, BeforeValidator(_not_blank), WithJsonSchema({"type": "string", "minLength": 1})
]
# A spreadsheet holds whole numbers exactly up to 2**53; sums of such amounts stay below that.
Kronor = Annotated[int, Field(ge=-(10**12), le=10**12), BeforeValidator(_whole_kronor)]
Fee = Annotated[int, Field(gt=0, le=10**12), BeforeValidator(_whole_kronor)]
Number = Annotated[Decimal, BeforeValidator(_number), WithJsonSchema({"type": "number"})]
NotNegative = Annotated[
    Decimal,
    BeforeValidator(_number),
    Field(ge=0),
    WithJsonSchema({"type": "number", "minimum": 0}),
]
Percent = Annotated[
    NotNegative, Field(le=100), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100})
]
Year = Annotated[int, Field(ge=1900, le=2999)]
Day = Annotated[
    dt.date,
    Field(ge=dt.date(1900, 1, 1), le=dt.date(2999, 12, 31)),
    WithJsonSchema({"type": "string", "format": "date", "pattern": "^(19|2[0-9])[0-9]{2}-"}),
]
# A whole year, or a day in it where something begins or ends within the year.
YearOrDay = Annotated[
    Annotated[Year, Tag("ar")] | Annotated[Day, Tag("datum")],
    Discriminator(lambda value: "datum" if isinstance(value, dt.date) else "ar"),
]

# What stands beside many a figure, and is described in the same words everywhere.
Origin = Annotated[
    Text | None,
    Field(description="Varifrån uppgifterna kommer: handling, avsnitt eller myndighet."),
]
Derived = Annotated[
    Text | None, Field(description="Hur uppgiften är uträknad, om den inte är publicerad.")
]
Unused = Annotated[
    Text | None,
    Field(
        description="Varför uppgiften finns med fast ingen tjänst använder den (för de strikta "
        "kontrollerna)."
    ),
]


def either(*groups: Sequence[str], title: str | None = None) -> ConfigDict:
    """Let the JSON Schema ask for one of several groups of keys, as a validator of the table does.

    >>> either(["belopp"], ["saknas"])["json_schema_extra"]
    {'anyOf': [{'required': ['belopp']}, {'required': ['saknas']}]}
    """
    return ConfigDict(
        title=title, json_schema_extra={"anyOf": [{"required": list(keys)} for keys in groups]}
    )


def mistake(code: str, text: str, *path: str | int, remedy: str = "") -> PydanticCustomError:
    """Make a mistake found by a validator of a table: what is wrong, and at which key in it."""
    return PydanticCustomError(code, "{text}", {"text": text, "path": path, "remedy": remedy})


def twice(values: Iterable[Hashable], tables: str, key: str, text: str, remedy: str) -> Errors:
    """Tell of every value that has stood before, at ``key`` of one in a list of tables.

    None is no value. A value is put in place of the first ``{}`` of ``text``.

    >>> [str(found) for found in twice([2022, 2023, 2022], "matning", "ar", "{} igen", "")]
    ['2022 igen']
    """
    seen = set()
    for n, value in enumerate(values):
        if value is not None and value in seen:
            yield mistake("EK117", text.replace("{}", str(value), 1), tables, n, key, remedy=remedy)
        seen.add(value)


def exact(value: Decimal | int) -> int | Fraction:
    """Give a file's number to the engine: an integer where it is one, else an exact fraction.

    >>> exact(Decimal("12.5"))
    Fraction(25, 2)
    >>> exact(Decimal("84"))
    84
    """
    fraction = Fraction(value)
    return fraction.numerator if fraction.denominator == 1 else fraction
