"""Join separate exports: a conference with its enquiry, a review with its plan, a transfer-in with its referral, and
every event with what a file of people says of its child.

Case systems export one kind of event at a time. If a file has no enquiries, its conferences take theirs from the other
files by a key that both have (an enquiry's, conference's or referral's identifier), else by child: the latest enquiry
that started after the child's previous conference, and on or before this one. [choice] A file in which an enquiry and a
conference share a row is never joined: there a blank is a blank. Only live flat files are joined, not annual returns,
Annex A or the Standard Safeguarding Dataset, which have their own keys.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...model.columns import Rows
from ...model.joins import Join
from .conferences import join_enquiries, join_referrals
from .files import FileRows, JoinedFiles
from .people import join_people
from .reviews import join_plans

__all__ = ["FileRows", "join"]


def join(
    rows: Rows, sources: Sequence[FileRows], reviews: np.ndarray, review_dates: np.ndarray
) -> tuple[np.ndarray | None, list[Join]]:
    """Fill the columns of `rows` (changed in place) from other files.

    The `sources` are the live flat files; `reviews` and `review_dates` have the row and the date of each review.
    Returns the plan start of each review (None if no review needed one), and what was joined with what.
    """
    files = JoinedFiles(rows, sources)
    joins = [*join_enquiries(files), *join_referrals(files)]
    starts, of_reviews = join_plans(files, reviews, review_dates)
    return starts, [*joins, *of_reviews, *join_people(files)]
