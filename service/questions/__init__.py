"""Questions of a kind of their own, each with how it is told from others and how it is answered:
several in one, comparisons, exceptions, what lacks a thing."""
