"""How well every passage matches a question, how likely it is meant, and where in it what matched
stands."""
