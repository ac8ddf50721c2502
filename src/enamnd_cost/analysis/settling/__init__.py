"""A year settled: what each should have paid on the outcome, and what is carried to the next.

The parts, in the order of the question: which costs a report of the whole year gives
(``outcome``), what each should have paid on them by the service's own model (``handing``), the
difference from what was invoiced (``run``), what goes into a later year (``carrying``), and how it
is told (``report``).
"""
