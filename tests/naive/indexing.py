"""The chain of index values, from the year that is uprated to the year that it is uprated to."""

from fractions import Fraction

from tests.naive.folder import Refused


def chained(folder, base, year):
    """Multiply the factors of all years that are uprated to."""
    product = Fraction(1)
    for each in range(base["fran"] + 1, year + 1):
        if (base["index"], each) not in folder.index:
            raise Refused("an index value is missing")
        product *= 1 + folder.index[base["index"], each] / 100
    return product
