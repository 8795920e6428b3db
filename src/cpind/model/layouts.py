"""What an input's layout can and can't carry, in words for messages about figures that need more.

A converted extract keeps its layout in the column `source_layout`, so that it answers no more than the original did.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Layout:
    """What a layout can and can't carry.

    Attributes:
        name: what people call it.
        months: how far back it reaches, None for no limit.
        lacks: why it does not have a column, by column.
        cautions: what to say of a figure that needs a column and is worked out without it, by column.
    """

    name: str
    months: int | None = None
    lacks: dict[str, str] = field(default_factory=dict)
    cautions: dict[str, str] = field(default_factory=dict)


_DATASET = "the Standard Safeguarding Dataset was read without its table "

LAYOUTS = {
    "census": Layout(
        "CIN census",
        lacks={
            "district": "the CIN census has no district",
            "team": "the CIN census has no team",
            "visit_dates": "the CIN census has no visits",
            "seen_alone_dates": "the CIN census has no visits",
            "looked_after": "the CIN census does not say which children are looked after",
            "pre_proceedings_dates": "the return has no pre-proceedings: the census has them from 2026-27 on",
        },
    ),
    "annex-a": Layout(
        "Annex A",
        months=6,
        lacks={
            "s47_start": "Annex A was read without List 5, its section 47 enquiries and conferences",
            "icpc_date": "Annex A was read without List 5, its section 47 enquiries and conferences",
            "plan_start": "Annex A was read without List 7, its child protection plans",
            "plan_end": "Annex A was read without List 7, its child protection plans",
            "review_dates": "Annex A holds only the latest review of each plan",
            "previous_plan_end": "Annex A does not hold the previous plans' dates",
            "district": "Annex A has no district",
            "visit_dates": "Annex A holds only the latest visit of each plan",
            "seen_alone_dates": "Annex A holds only the latest visit of each plan",
            "looked_after": "of Annex A the list of looked-after children is not read",
            "pre_proceedings_dates": "Annex A has no pre-proceedings",
        },
        cautions={
            "transfer_in": "Annex A does not mark transfer-in conferences: they are timed from the section 47 enquiry, "
            "like the others.",
        },
    ),
    "ssd": Layout(
        "Standard Safeguarding Dataset",
        lacks={
            "s47_start": f"{_DATASET}ssd_s47_enquiry",
            "icpc_date": f"{_DATASET}ssd_initial_cp_conference",
            "plan_start": f"{_DATASET}ssd_cp_plans",
            "plan_end": f"{_DATASET}ssd_cp_plans",
            "review_dates": f"{_DATASET}ssd_cp_reviews",
            "district": "the Standard Safeguarding Dataset has no district",
            "visit_dates": f"{_DATASET}ssd_cp_visits",
            "seen_alone_dates": f"{_DATASET}ssd_cp_visits, or no visit in it is recorded as seen alone",
            "looked_after": f"{_DATASET}ssd_cla_episodes",
            "pre_proceedings_dates": "of the Standard Safeguarding Dataset pre-proceedings are not read",
        },
        cautions={
            "previous_plans": "The Standard Safeguarding Dataset has no number of previous plans: repeat plans are "
            "derived from the plans in it, about six years, so the true figure may be higher.",
        },
    ),
}
"""The layouts by the names that readers and the column source_layout give them; a flat extract has none."""
