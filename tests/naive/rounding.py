"""Rounding shares, each service by itself, by the words of the handbook's chapter on it."""

from fractions import Fraction
from math import floor

from tests.naive.folder import Refused


def rounded(shares, unit, method):
    """Round shares by code to whole units."""
    if method == "storsta_rest":
        return largest_remainder(shares, unit)
    return {code: sign(share) * one(abs(share), unit, method) for code, share in shares.items()}


def sign(share):
    return -1 if share < 0 else 1


def one(size, unit, method):
    """Round one share that is to be paid; a refund is its mirror image."""
    whole = floor(size / unit) * unit
    rest = size - whole
    if method == "uppat" and rest > 0:
        whole += unit
    if method == "narmast" and rest >= Fraction(unit, 2):
        whole += unit
    return whole


def largest_remainder(shares, unit):
    """Cut all towards zero; the units left over go to those with the largest remainders."""
    total = sum(shares.values())
    if total % unit != 0:
        raise Refused("the sum is not in whole units")
    whole = {code: sign(share) * one(abs(share), unit, "nedat") for code, share in shares.items()}
    left = (total - sum(whole.values())) / unit
    side = sign(left)  # whether the units left are to be paid or to be had back
    in_turn = sorted(
        (code for code, share in shares.items() if share * side > 0),
        key=lambda code: (-abs(shares[code] - whole[code]), -abs(shares[code]), code),
    )
    for code in in_turn[: int(abs(left))]:
        whole[code] += side * unit
    return whole
