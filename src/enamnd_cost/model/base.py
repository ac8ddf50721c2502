"""The common ground of the file models: strict, frozen, unknown keys forbidden, no floats."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError


class FileModel(BaseModel):
    """A table of a TOML file. Its fields have the names of the file's keys."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", defer_build=True)


def _not_blank(value: Any) -> Any:
    if isinstance(value, str) and not value.strip():
        raise PydanticCustomError("EK116", "texten är tom")
    return value


def _number(value: Any) -> Any:
    """Take a whole number as a decimal one; TOML's floats are read as Decimal already."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, Decimal) and not value.is_finite():
        raise PydanticCustomError("EK114", "värdet är inte ett ändligt tal")
    return value


Text = Annotated[str, BeforeValidator(_not_blank)]
Kronor = int
Number = Annotated[Decimal, BeforeValidator(_number)]
NotNegative = Annotated[Number, Field(ge=0)]
Year = Annotated[int, Field(ge=1900, le=2999)]


def mistake(code: str, text: str, field: str | None = None) -> PydanticCustomError:
    """Make a mistake found by a validator: its error code, what is wrong, and the key it is at."""
    return PydanticCustomError(code, "{text}", {"text": text, "field": field})


def exact(value: Decimal | int) -> int | Fraction:
    """Give a file's number to the engine: an integer where it is one, else an exact fraction.

    >>> exact(Decimal("12.5"))
    Fraction(25, 2)
    >>> exact(Decimal("84"))
    84
    """
    fraction = Fraction(value)
    return fraction.numerator if fraction.denominator == 1 else fraction
