"""The least that anybody could do with a census return: walk over it and keep the fields that cpind keeps, as texts.

    python bench/bare_walk.py return.xml

No check of anything, no year, no error that names a line. Prints how many rows of each kind there are.
"""

from __future__ import annotations

import sys

from lxml import etree

WHO = ("LAchildID", "PersonBirthDate", "ExpectedPersonBirthDate", "Sex", "GenderCurrent", "PersonDeathDate")
ENQUIRY = ("S47ActualStartDate", "InitialCPCtarget", "DateOfInitialCPC", "ICPCnotRequired")
PLAN = ("CPPstartDate", "CPPendDate", "InitialCategoryOfAbuse", "LatestCategoryOfAbuse", "NumberOfPreviousCPP")


def main(path: str) -> None:
    """Walk, and print the counts."""
    enquiries, transfer_ins, plans, reviews = [], [], [], []
    for _, child in etree.iterparse(path, tag="Child"):
        identifiers = child.find("ChildIdentifiers")
        who = [*(identifiers.findtext(name) for name in WHO), child.findtext("ChildCharacteristics/Ethnicity")]
        for details in child.iterfind("CINdetails"):
            referred, moved_in = details.findtext("CINreferralDate"), details.findtext("DateOfInitialCPC")
            if moved_in:
                transfer_ins.append([*who, referred, moved_in])
            for enquiry in details.iterfind("Section47"):
                enquiries.append([*who, referred, *(enquiry.findtext(name) for name in ENQUIRY)])
            for plan in details.iterfind("ChildProtectionPlans"):
                fields = [plan.findtext(name) for name in PLAN]
                plans.append([*who, *fields])
                for review in plan.iterfind("Reviews/CPPreviewDate"):
                    reviews.append([who[0], fields[0], review.text])
        child.clear()
        while child.getprevious() is not None:
            del child.getparent()[0]
    print(len(enquiries), len(transfer_ins), len(plans), len(reviews))


if __name__ == "__main__":
    main(sys.argv[1])
