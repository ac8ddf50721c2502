"""How a year became against its budget: outcome, forecast and deviation, line by line.

:mod:`~.figures` says what a line has on a side, :mod:`~.lines` which lines a year has,
:mod:`~.run` gathers a year's answer from its reports, :mod:`~.units` rounds it to what is shown,
:mod:`~.projects` follows the projects, and :mod:`~.report` and :mod:`~.telling` lay it out.
"""
