"""The reader of PDFs: a text layer to elements, by where its words and ruled lines stand."""
