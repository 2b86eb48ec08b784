"""Which plans and passages are looked through: what filters, places and times leave, which plan
follows which, and what no plan is for."""
