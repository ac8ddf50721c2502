"""``index.toml``: what costs and amounts are uprated by, and what a series comes to in a year.

:mod:`~enamnd_cost.model.index.series` and :mod:`~enamnd_cost.model.index.file` are the file,
:mod:`~enamnd_cost.model.index.reckoning` the one place that makes yearly factors of it, and
:mod:`~enamnd_cost.model.index.doubts` says which figures cannot be.
"""

from enamnd_cost.model.index.file import Index
from enamnd_cost.model.index.reckoned import Gap, Reckoned
from enamnd_cost.model.index.series import Serie, Status, Tal, Varde

__all__ = ["Gap", "Index", "Reckoned", "Serie", "Status", "Tal", "Varde"]
