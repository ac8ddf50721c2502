"""The arithmetic: exact shares, one rounding point, and the steps that led there.

No files, no clock, no printing, nothing but the standard library. A :class:`~.plan.Plan` says what
is to be shared and how; :func:`~.allocation.allocate` returns the kronor with every step recorded.
Receivers are opaque strings here; the model uses SCB's four-digit municipality codes.
"""
