"""The ways to split a cost: what the key ``fordelning`` may hold, and all that is asked of it.

Each is a model of its own and answers the same questions, so that a new one is a module here and
two lines in :mod:`~enamnd_cost.model.fordelning`; mypy and the tests tell what it forgets. What
most of them answer stands in :class:`~enamnd_cost.model.splits.lookup.SplitModel`:

- ``charges``: does it say itself what each pays, so that there is no cost to share?
- ``metered``: does it go by use, or is it paid once? Then nobody's amount can be uprated.
- ``ends``: does what somebody pays end with it, so that no other is to bear it?
- ``rated``: does each pay a year's rate for itself, so that each amount is rounded by itself?
- ``priced``: does it charge by prices, which can be uprated whatever the quantities are?
- ``by_population``: does it need the date of a population? ``population_dates``: of which dates?
- ``listed``: which municipalities does it list, at which keys, each with its own value?
- ``members``, ``measures`` and ``services``: whom, which measures (``matt``) and which services
  (``som``) does it name, at which keys? Of a measure also at which date, if not of the year itself.
- ``spelled``: it with those whom it names by their own names, not a file's, to put in words.
- ``words``: how does it split a cost? ``meaning``: what does it take for that to be fair?
- ``remeasured``: the same split by its dated measures of other dates.
- ``kept``: what is left of it without those who are not to be kept; None if that is nothing.
- ``scaled``: what it charges, times a factor, to the nearest krona; a price keeps its decimals.
- ``planned``: the charges, or the parts that share a cost item, for the engine.
"""
