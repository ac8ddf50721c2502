"""Tables with a row for each member, chosen out of a document: whose each row is, and its figure.

What a number, a sum or a unit is, :mod:`enamnd_cost.files.documents` says; it knows no members.
``choosing`` finds the sheet and the columns, ``table`` is the rows, ``units`` what they are printed
in, ``taking`` the figures with all that is wrong with them.
"""
