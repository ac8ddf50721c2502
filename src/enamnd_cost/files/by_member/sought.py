"""What is sought in a table of members: what its figures are called, and what is none of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Sought(NamedTuple):
    """A kind of figure, as it is told from others and spoken of.

    ``figure`` is what one is called, a neuter word of which there may be many. Of columns of
    numbers, those whose headings an ``others`` tells are none of it, and those that a ``preferred``
    tells are it sooner; either counts only where it leaves one. ``below_zero`` is what to do with
    one, ``twice`` with two of one member. ``unit`` is what is counted, where that is no money.
    """

    figure: str
    others: tuple[Callable[[str], bool], ...]
    below_zero: str
    twice: str
    unknown: str
    preferred: tuple[Callable[[str], bool], ...] = ()
    unit: str | None = None
