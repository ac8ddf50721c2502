"""Safe writing: whole or not at all, through a kill too, and never over what exists unless asked.

``staging`` makes content whole beside its place and moves it there; ``one``, ``several`` and
``folder`` are what can be written; ``locking`` keeps writers of one folder apart, ``journal`` lets
the next run finish what a run that died had begun, ``leftovers`` clears away what it left, and
``trial`` is for what is only to be read back.
"""

from enamnd_cost.files.writing.folder import write_folder, write_several
from enamnd_cost.files.writing.journal import Change
from enamnd_cost.files.writing.one import write
from enamnd_cost.files.writing.several import write_all
from enamnd_cost.files.writing.trial import tried

__all__ = ["Change", "tried", "write", "write_all", "write_folder", "write_several"]
