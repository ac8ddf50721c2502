"""Two-way rounding by trying every way to raise cells, municipality by municipality.

A way is judged, in the handbook's order, by how far the sums are from the exact ones, how far the
cells are, how large the raised shares are, and by who has the lowest code and the first service.
Each of these is a sum over municipalities and then over services. So of all ways that have raised
the same number of cells in each service so far, only the best need be remembered.
"""

from fractions import Fraction
from itertools import product
from math import floor


def two_way(cells, unit):
    """Round cells, by service and code, so that all sums are one of the two nearest whole units."""
    services = sorted({service for service, _ in cells})
    codes = sorted({code for _, code in cells})
    exact = {
        (service, code): Fraction(cells.get((service, code), 0)) / unit
        for service in services
        for code in codes
    }
    nothing = (Fraction(0), Fraction(0), Fraction(0), ())
    best = {tuple(0 for _ in services): (nothing, [])}
    for code in codes:
        best = _with(code, best, services, exact)
    of_all = [
        (_of_columns(raised, score, services, codes, exact), ways)
        for raised, (score, ways) in best.items()
    ]
    _, ways = min((score, ways) for score, ways in of_all if score is not None)
    return {
        (service, code): unit * (floor(exact[service, code]) + raised)
        for code, row in zip(codes, ways, strict=True)
        for service, raised in zip(services, row, strict=True)
    }


def near(whole, exact):
    """Say whether a whole number is one of the two nearest, or the exact if that is whole."""
    return abs(whole - exact) < 1


def _with(code, best, services, exact):
    """Add one municipality, raised in every way that gives it a sum among the two nearest."""
    row = [exact[service, code] for service in services]
    after = {}
    for way in product(*((0,) if share == floor(share) else (0, 1) for share in row)):
        whole = [floor(share) + up for share, up in zip(row, way, strict=True)]
        if not near(sum(whole), sum(row)):
            continue
        score = (
            abs(sum(whole) - sum(row)),
            sum(abs(a - b) for a, b in zip(whole, row, strict=True)),
            -sum(share for share, up in zip(row, way, strict=True) if up),
            tuple(_further(share, up) for share, up in zip(row, way, strict=True)),
        )
        for raised, (before, ways) in best.items():
            now = tuple(a + b for a, b in zip(raised, way, strict=True))
            added = tuple(a + b for a, b in zip(before, score, strict=True))
            if now not in after or added < after[now][0]:
                after[now] = added, [*ways, way]
    return after


def _further(share, up):
    """Give 1 for a cell without the unit that would take it further from zero, else 0."""
    return int(share != floor(share) and up != (share > 0))


def _of_columns(raised, score, services, codes, exact):
    """Add how far the services' sums and the whole sum are from the exact; nothing if too far."""
    columns = [[exact[service, code] for code in codes] for service in services]
    sums = [sum(column) for column in columns]
    whole = [sum(map(floor, column)) + up for column, up in zip(columns, raised, strict=True)]
    pairs = [*zip(whole, sums, strict=True), (sum(whole), sum(sums))]
    if not all(near(a, b) for a, b in pairs):
        return None
    return (score[0] + sum(abs(a - b) for a, b in pairs), *score[1:])
