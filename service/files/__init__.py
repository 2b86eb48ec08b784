"""What leaves as a file: tables, calendars and pictures of pages."""
