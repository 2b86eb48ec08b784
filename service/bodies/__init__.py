"""The bodies that plans make responsible: which spellings are one body, which bodies there are, and
which a question names."""
