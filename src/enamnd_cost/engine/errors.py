"""Why a service could not be allocated: a value with a code, in the user's words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False)
class AllocationError(Exception):
    """An allocation that would not add up, or that has nobody to pay it.

    ``code`` is the stable error code, ``text`` says what is wrong, ``remedy`` what to do about it,
    and ``field`` is the key of the period that it concerns, or of its cost ``item``. Receivers
    are codes here: where the text is to name them it says ``{kommuner}``, for those who know their
    names to fill in.
    """

    code: str
    text: str
    remedy: str
    field: str | None = None
    receivers: tuple[str, ...] = ()
    item: str | None = None
