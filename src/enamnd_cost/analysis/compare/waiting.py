"""Who waits in a phasing-in, in words: year by year where years are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from enamnd_cost.analysis.scenarios.apply import Alternative


def who_waits(alternative: Alternative) -> Iterator[str]:
    """Say of the alternative's year whom its limit holds back, who waits, and who carries more."""
    waits, names = alternative.waits, alternative.result.data.kommuner.names
    for said, codes in (
        ("hålls tillbaka av sin gräns", waits.held),
        ("väntar på de andra", waits.waits),
        ("bär mer så länge", waits.carries),
    ):
        if codes:
            listed = ", ".join(names[code] for code in codes)
            yield f"{said} {alternative.at} ({len(codes)}): {listed}"


def notes(after: Alternative, years: Sequence[Alternative], name: str) -> Iterator[str]:
    """Give the notes of a comparison: of each year that is shown, or else of the one compared."""
    for each in years or [after]:
        for said in who_waits(each):
            yield f"{name}{said[0].upper()}{said[1:]}."
