"""What the TOML files may say, and how what they say becomes plans for the engine.

Each kind of file has a module with frozen pydantic models whose field names are the file's keys;
:mod:`~enamnd_cost.model.splits` has the ways to split a cost, and what each of them means.
:mod:`~enamnd_cost.model.data` holds a whole folder, :mod:`~enamnd_cost.model.references` checks
what one file says of another, and :mod:`~enamnd_cost.model.plans` turns a year into plans.
"""
