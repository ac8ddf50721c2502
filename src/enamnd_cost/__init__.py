"""enamnd-cost: budget and cost allocation for a joint board of municipalities.

The rooms of the house, from the door inwards: ``cli`` reads the command line, ``output`` shows
results, ``analysis`` asks questions of them, ``files`` goes from folder to model, ``model`` says
what the TOML files may say, and ``engine`` does the arithmetic. Imports only point inwards.
"""

__version__ = "0.1.0"
