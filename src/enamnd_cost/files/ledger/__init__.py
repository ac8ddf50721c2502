"""An export from a finance system: rows of accounts or projects, with what is booked on each.

:mod:`~.columns` tells what each column holds, :mod:`~.rows` reads the rows, :mod:`~.sums` holds the
sums to them, :mod:`~.sides` tells income from cost, and :mod:`~.read` does it all to a file. What
the rows belong to is not known here.
"""
