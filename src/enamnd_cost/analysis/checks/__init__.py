"""The named checks: each a small unit with a code, a name and a level.

:mod:`~.check` says what a check and a fault are, :mod:`~.data` checks the files as they stand,
:mod:`~.year` and :mod:`~.facit` a year's result, :mod:`~.outcomes` the reports of what became of
it, :mod:`~.strict` what an auditor would ask about, and :mod:`~.run` runs them all.
"""
