"""The named checks: each a small unit with a code, a name and a level.

:mod:`~.check` says what a check and a finding are, :mod:`~.data` checks the files as they stand,
:mod:`~.year` a year's result, and :mod:`~.run` runs them all.
"""
