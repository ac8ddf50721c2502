"""Which model made this table? From printed amounts back to key, date, rounding and cost.

``observed`` is the table, ``keys`` what it may have been shared by, ``line`` and ``mix`` find every
cost that gives it, ``hypothesis`` holds what was found, ``ranking`` puts the simplest first
and says how firmly it stands, and ``run`` is the whole way.
"""
