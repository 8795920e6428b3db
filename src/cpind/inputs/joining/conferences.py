"""Join conferences with the starts of their enquiries, and transfer-ins with their referrals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...model.dates import pack_key, unpack_key
from ...model.joins import Join
from ...model.runs import same_as_previous
from ...model.schema import EVENT_COLUMNS
from .files import FEEDS_NOTHING, NO_DATE, WITHOUT_ENQUIRIES, JoinedFiles, join_of
from .lookup import EventLookup, by_words, common_keys, look_up

ENQUIRY_KEYS = ("enquiry_id", "conference_id", "referral_id")

_FIRST_WEEKS = np.timedelta64(31, "D")
"""The enquiry of a conference held this soon after the first enquiry in the file may be older than the file."""


def join_enquiries(files: JoinedFiles) -> list[Join]:
    """Fill in the start of each conference's enquiry, in files where no enquiry shares a row with a conference."""
    held, enquired = files.filled("icpc_date"), files.filled("s47_start")
    others = files.having(enquired)
    both = held & enquired
    apart = [source for source in files.having(held) if not both[source.rows].any()]
    if not (others and apart):
        return []
    before = _conference_before(files, held)
    known = EventLookup(files, np.flatnonzero(enquired), "s47_start")
    first_weeks = known.day.min() + _FIRST_WEEKS
    joins = []
    for source in apart:
        wanted = files.of(source, held & (files.rows["transfer_in"] != 1))
        if not len(wanted):
            continue
        keys = common_keys(ENQUIRY_KEYS, source, others, files.rows)
        upto = files.rows["icpc_date"][wanted]
        day, count, by = look_up(files, known, keys, wanted, before[wanted], upto)
        matched = ~np.isnat(day)
        files.change("s47_start", wanted[matched], day[matched])
        files.feed(wanted, WITHOUT_ENQUIRIES)
        joined = join_of("enquiry", source, others, wanted, matched, count > 1, by_words(keys, by))
        joins.append(replace(joined, early=int((~matched & (upto <= first_weeks)).sum())))
    return joins


def _conference_before(files: JoinedFiles, held: np.ndarray) -> np.ndarray:
    """For each row with a conference, the date of the child's previous conference; missing for the first."""
    places = np.flatnonzero(held)
    key = pack_key(files.child[places], files.rows["icpc_date"][places])
    keys, at = np.unique(key, return_inverse=True)
    child, date = unpack_key(keys)
    same = same_as_previous(child) if len(child) else np.zeros(0, bool)
    earlier = np.where(same, np.append(NO_DATE, date[:-1]) if len(date) else date, NO_DATE)
    before = np.full(len(files.rows), NO_DATE)
    before[places] = earlier[at]
    return before


def join_referrals(files: JoinedFiles) -> list[Join]:
    """Fill in the referral of each transfer-in, in files without referrals: the child's latest on or before it."""
    transfer_ins = files.filled("icpc_date") & (files.rows["transfer_in"] == 1)
    referred = files.filled("referral_date")
    others = files.having(referred)
    joins = []
    for source in files.having(transfer_ins) if others else ():
        if referred[source.rows].any():
            continue
        wanted = files.of(source, transfer_ins)
        known = EventLookup(files, np.flatnonzero(referred), "referral_date")
        keys = common_keys(("referral_id",), source, others, files.rows)
        upto = files.rows["icpc_date"][wanted]
        day, count, by = look_up(files, known, keys, wanted, np.full(len(wanted), NO_DATE), upto)
        matched = ~np.isnat(day)
        files.change("referral_date", wanted[matched], day[matched])
        joins.append(join_of("referral", source, others, wanted, matched, count > 1, by_words(keys, by)))
    only_referrals = referred & ~np.logical_or.reduce([files.filled(name) for name in EVENT_COLUMNS])
    for source in others:
        if not any(name in source.names for name in (*EVENT_COLUMNS, "review_dates")):
            files.feed(files.of(source, only_referrals), FEEDS_NOTHING)
    return joins
