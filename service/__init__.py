"""A question about plans to its cited answer, and everything else that is told of plans."""
