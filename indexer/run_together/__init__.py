"""Tables whose columns OCR ran together on one line, cut into rows and cells again.

    … Etablere rutiner mellom Barne-og | ¢ Rutiner er Fagrad barn/unge/ | 2026

Three things are known of such a line. Where a row begins: on the line that ends with its
deadline. Where a cell can begin: at a bullet, a rule, a capital, the name of a kind of body.
And how text wraps: a fragment fits its column, and the first word of the next line did not
fit any more. A beam search cuts the lines of one row after the other so that these hold best;
what two good cuts disagree on is named uncertain.
"""

from indexer.run_together.captions import without_captions
from indexer.run_together.cells import bodies, cell_text
from indexer.run_together.cutting import split_run_together
from indexer.run_together.lines import is_run_together
from indexer.run_together.planning import LINK
from indexer.run_together.records import Fragment, LooseRow, LooseTable

__all__ = [
    "LINK",
    "Fragment",
    "LooseRow",
    "LooseTable",
    "bodies",
    "cell_text",
    "is_run_together",
    "split_run_together",
    "without_captions",
]
