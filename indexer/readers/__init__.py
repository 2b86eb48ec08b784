"""Files to pages: the only place that knows what a file is made of."""
