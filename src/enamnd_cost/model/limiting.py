"""What members count as in a year, and between what they pay: from the files to the engine."""

from __future__ import annotations

from enamnd_cost.engine.limits import Bounds, Limits
from enamnd_cost.engine.plan import AS_IT_IS, Counted
from enamnd_cost.model.base import exact
from enamnd_cost.model.counting import (
    Factors,
    by_name,
    factor_in,
    for_all,
    in_words,
    limits_in_words,
)
from enamnd_cost.model.inputs import InputKind
from enamnd_cost.model.looking_up import LookingUp
from enamnd_cost.model.parts import Post
from enamnd_cost.model.period import Period
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.swedish import number, units


def counted(look: LookingUp, stated: Factors, at: KeyPath, item: str) -> Counted:
    """Say what those count as in the year who do not count as they are."""
    year = look.node.year
    factors = {code: factor_in(each, year) for code, each in look.by_code(stated).items()}
    other = {code: factor for code, factor in factors.items() if factor != 1}
    if not other:
        return AS_IT_IS
    words = in_words({look.names([code]): factor for code, factor in other.items()})
    look.inputs.note(InputKind.COUNTED, words, "faktor", at, item)
    return {code: exact(factor) for code, factor in other.items()}


def limits(look: LookingUp, where: Period | Post, at: KeyPath, item: str, unit: int) -> Limits:
    """Give each member's lowest and highest amount for an item; none where none are stated.

    They are whole ``unit`` s of the rounding (kronor), so that rounding keeps within them.
    """
    stated = {"lagst": where.lagst, "hogst": where.hogst}
    keys = [key for key, bound in stated.items() if bound is not None and bound != {}]
    if not keys:
        return {}
    words = limits_in_words(where.lagst, where.hogst, look.data.kommuner.named)
    look.inputs.note(InputKind.LIMITS, words, keys[0], at, item)
    for key in keys:
        amounts = [*by_name(stated[key]).values(), for_all(stated[key]) or 0]
        if odd := next((kr for kr in amounts if kr % unit), None):
            text = f"{key} är {number(odd)} kr, men beloppen avrundas till {units(unit)}"
            remedy = f"ange ett belopp som är jämnt delbart med {number(unit)}"
            look.problem("EK316", text, remedy, (*at, key))
    lowest, highest = (look.by_code(by_name(bound)) for bound in stated.values())
    return {
        code: Bounds(
            lowest.get(code, for_all(where.lagst)), highest.get(code, for_all(where.hogst))
        )
        for code in look.everyone
    }
