"""Adapt the default encoder to questions about plans, on invented ones: `python -m eval.adapt`."""
