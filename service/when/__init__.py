"""When: the times that a question names, when a measure begins, runs and is due by its plan's own
words, how far it has come, and whether the one fits the other."""
