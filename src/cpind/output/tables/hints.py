"""What notes suggest to the person who makes a table; `paper_words` leaves it out of a paper."""

from __future__ import annotations

IF_EARLIER = " (if from earlier, say so with --from)"
IF_NOT_SO = " (if not, say so with --holds)"
LISTED_BY = "cpind due --rows lists the children."
