"""The words and phrases that ship with the service, and what a text shows by itself: its language,
what stands in quotation marks or before a place."""
