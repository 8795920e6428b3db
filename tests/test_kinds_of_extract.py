"""Live extract, annual returns, their union: which figure stands on which, and what none can carry."""

from __future__ import annotations

from datetime import date

import pytest
from support import extract_of, left_out_of

from cpind.errors import UnavailableError, UsageError
from cpind.figures.bases import bases
from cpind.figures.engine import Request, compute, default_periods
from cpind.model.periods import at, month, quarter, span, year
from cpind.output.words import basis_of, note_of, sentence

COLUMNS = "return_year,child_id,plan_start,plan_end,previous_plans,district\n"
RETURNS = COLUMNS + (
    "2018,a,2017-06-01,,0,\n"  # open in 2018, absent from 2019: vanishes
    "2018,b,2017-07-01,2018-05-01,0,\n"  # an end after the return's 31 March means open
    "2019,b,2017-07-01,2018-05-01,0,\n"
    "2018,c,2017-08-01,2018-01-01,0,\n"
    "2019,d,2018-08-01,,1,\n"
)
LIVE = (
    ",a,2017-06-01,2018-06-01,0,Rugby\n"
    ",b,2017-07-01,2018-05-01,0,Rugby\n"
    ",c,2017-08-01,2018-01-01,0,Warwick\n"
    ",d,2018-08-01,,1,Warwick\n"
    ",e,2019-05-01,2019-12-20,0,Warwick\n"
)


def value(text: str, code: str, period, **request):
    extract = extract_of(text)
    result = compute(extract, [code], [period], Request(**request))
    figure = result.figures[0]
    return figure.numerator, basis_of(figure)


def test_each_year_is_answered_from_its_own_return():
    assert value(RETURNS, "plans-open", year(2018)) == (2, "return 2017/18")
    assert value(RETURNS, "plans-ended", year(2018)) == (1, "return 2017/18")
    assert value(RETURNS, "plans-open", year(2019)) == (1, "return 2018/19")
    assert value(RETURNS, "plans-started", year(2018)) == (3, "return 2017/18")


def test_the_union_drops_a_plan_that_vanishes_and_ends_it_nowhere():
    together = "returns 2017/18 to 2018/19 together"
    assert value(RETURNS, "plans-open", at(date(2018, 3, 31))) == (2, together)
    assert value(RETURNS, "plans-open", at(date(2018, 4, 1))) == (1, together)  # a has left the stock
    assert value(RETURNS, "plans-ended", span(date(2017, 4, 1), date(2019, 3, 31))) == (2, together)  # b and c
    assert value(RETURNS, "plans-started", span(date(2017, 4, 1), date(2019, 3, 31))) == (4, together)


def test_live_rows_answer_all_but_the_years_of_returns():
    both = RETURNS + LIVE
    live = "live extract to 20 December 2019"
    assert value(both, "plans-open", year(2018)) == (2, "return 2017/18")
    assert value(both, "plans-open", at(date(2018, 3, 31))) == (2, live)
    assert value(both, "plans-ended", quarter(2019, 1)) == (2, live)
    assert value(both, "plans-started", month(2019, 5)) == (1, live)


def test_a_return_without_the_column_gives_way_to_the_live_extract():
    extract = extract_of(RETURNS + LIVE)
    figures = compute(extract, ["plans-open"], [year(2018)], Request(by="district")).figures
    assert {f.group: f.numerator for f in figures} == {"": 2, "Rugby": 2, "Warwick": 0}
    assert {basis_of(f) for f in figures} == {"live extract to 20 December 2019"}


def test_returns_alone_without_the_column_say_so():
    extract = extract_of(RETURNS)
    with pytest.raises(UnavailableError, match="the return 2017/18 has no district"):
        compute(extract, ["plans-open"], [year(2018)], Request(by="district"))


def test_a_return_without_the_number_cannot_answer_repeats():
    text = "return_year,child_id,plan_start,plan_end\n2018,a,2017-06-01,\n"
    with pytest.raises(UnavailableError, match="the return 2017/18 has no previous_plans"):
        compute(extract_of(text), ["repeats"], [year(2018)])


@pytest.mark.parametrize("code", ["gaps", "repeats-2y", "gaps-not-known", "gaps-bands", "gaps-median"])
def test_one_return_holds_no_history(code):
    one = COLUMNS + "2018,a,2017-06-01,,1,\n"
    with pytest.raises(UnavailableError, match="one annual return does not hold the previous plans' dates"):
        compute(extract_of(one), [code], [year(2018)])


def test_a_year_missing_between_returns_has_no_figure():
    text = COLUMNS + "2016,a,2015-06-01,,0,\n2018,b,2017-06-01,,0,\n"
    result = compute(extract_of(text), ["plans-started"], [year(2016), year(2017), year(2018)])
    assert [f.value for f in result.figures] == [1, None, 1]
    assert result.figures[1].status == "unavailable"
    assert note_of(result.figures[1]) == "no return for 2016/17"


def test_part_and_before_are_marked():
    text = "child_id,plan_start,plan_end\n1,2016-01-01,2018-05-02\n2,2018-06-01,2019-10-10\n"
    extract = extract_of(text)
    statuses = {
        f.period: f.status for f in compute(extract, ["plans-ended"], [year(y) for y in (2018, 2019, 2020)]).figures
    }
    # Covered from 2 May 2018, the first end: 31 days after 1 April, so 2018/19 still counts.
    assert statuses == {"2017/18": "before", "2018/19": "complete", "2019/20": "part"}
    later = bases(extract, covered_from=date(2017, 4, 1))
    assert compute(extract, ["plans-ended"], [year(2018)], standing=later).figures[0].status == "complete"


def test_a_list_of_open_plans_covers_its_own_date_only():
    extract = extract_of("child_id,plan_start,plan_end\n1,2016-01-01,\n2,2020-03-30,\n")
    periods = [at(date(2019, 3, 31)), at(date(2020, 3, 31))]
    assert [f.status for f in compute(extract, ["plans-open"], periods).figures] == ["before", "complete"]


def test_a_period_after_the_extract_has_no_figure():
    extract = extract_of("child_id,plan_start,plan_end\n1,2016-01-01,2018-05-02\n")
    (figure,) = compute(extract, ["plans-ended"], [year(2020)]).figures
    assert (figure.value, figure.status, note_of(figure)) == (None, "unavailable", "there is nothing after 2 May 2018")


def test_default_periods_are_the_last_five_complete_covered_years():
    rows = "".join(f"{y},{y}-05-01,{y}-12-30\n" for y in range(2010, 2020))
    extract = extract_of("child_id,plan_start,plan_end\n" + rows)
    found, note = default_periods(["plans-ended"], bases(extract))
    assert [p.label for p in found] == ["2014/15", "2015/16", "2016/17", "2017/18", "2018/19"]
    assert note == ""


def test_without_a_complete_year_the_current_one_is_shown_and_said():
    extract = extract_of("child_id,plan_start,plan_end\n1,2019-05-01,2019-12-30\n")
    found, note = default_periods(["plans-ended"], bases(extract))
    assert [p.label for p in found] == ["2019/20"]
    assert note == "no complete reporting year is covered: showing 2019/20"


def test_returns_alone_answer_no_year_that_has_none():
    one = COLUMNS + "2018,a,2016-06-01,,0,\n"
    result = compute(extract_of(one), ["plans-started"], [year(2017), year(2018)])
    assert [(f.value, note_of(f)) for f in result.figures] == [(None, "no return for 2016/17"), (0, "")]
    with pytest.raises(UnavailableError, match="no return for 2016/17"):
        compute(extract_of(one), ["plans-open"], [at(date(2017, 3, 31))])


def test_as_at_within_a_returns_year_makes_it_part():
    extract = extract_of(RETURNS)
    (figure,) = compute(
        extract, ["plans-started"], [year(2019)], standing=bases(extract, as_at=date(2018, 7, 31))
    ).figures
    assert (figure.value, figure.status, note_of(figure)) == (0, "part", "the extract ends on 31 July 2018")


def test_a_return_in_which_every_plan_is_open():
    text = "return_year,child_id,plan_start,plan_end\n2018,a,2017-06-01,\n2018,b,2018-04-01,\n"
    extract = extract_of(text)
    assert value(text, "plans-open", year(2018)) == (1, "return 2017/18")
    assert left_out_of(extract) == [
        "1 plan starts after the 31 March of the return: not in that return's figures (check late-start)"
    ]


def test_a_period_before_the_first_record_is_not_zero():
    rows = "1,2019-05-01,2019-05-20,2016-01-01,2016-03-31\n2,2019-06-03,2019-06-20,,\n"
    extract = extract_of("child_id,s47_start,icpc_date,plan_start,plan_end\n" + rows)
    figures = compute(extract, ["s47", "conferences", "plans-ended"], [year(2018)]).figures
    assert [(f.value, f.status) for f in figures] == [(None, "before"), (None, "before"), (0, "complete")]


def test_as_at_before_a_returns_year_gives_it_no_figure():
    extract = extract_of(RETURNS)
    standing = bases(extract, as_at=date(2018, 3, 31))
    (figure,) = compute(extract, ["plans-started"], [year(2019)], standing=standing).figures
    assert (figure.value, note_of(figure)) == (None, "there is nothing after 31 March 2018")
    assert [p.label for p in default_periods(["plans-started"], standing)[0]] == ["2017/18"]


def test_a_return_that_lacks_the_number_is_not_answered_by_its_neighbours():
    text = "return_year,child_id,plan_start,plan_end,previous_plans\n2018,a,2017-06-01,,1\n2019,b,2018-06-01,,\n"
    figures = compute(extract_of(text), ["repeats"], [year(2018), year(2019)]).figures
    assert [(f.numerator, note_of(f)) for f in figures] == [(1, ""), (None, "the return 2018/19 has no previous_plans")]


def test_either_category_column_suffices():
    text = "return_year,child_id,plan_start,plan_end,initial_category,latest_category\n2018,a,2017-06-01,,,NEG\n"
    figures = compute(extract_of(text), ["plans-open"], [year(2018)], Request(by="category")).figures
    assert {f.group: f.numerator for f in figures}["Neglect"] == 1


def test_plans_missing_from_later_returns_are_reported():
    result = compute(extract_of(RETURNS), ["plans-open"], [at(date(2018, 6, 30))])
    assert [sentence(n.fact) for n in result.notes] == [
        "1 plan is open in one return and absent from the next: in no stock after it, and ended nowhere "
        "(check vanished)."
    ]


def test_periods_may_be_given_as_text():
    extract = extract_of(LIVE_ONLY)
    found = compute(extract, "plans-started", ["2018/19", "Q1-19/20", "May-19..Jun-19", "2019-05-01"][:3])
    assert [f.period for f in found.figures] == ["2018/19", "Q1 19/20", "May-19", "Jun-19"]
    with pytest.raises(UsageError, match="is not a period"):
        compute(extract, "plans-started", ["soon"])
    with pytest.raises(UsageError, match='"rate" is not an indicator'):
        compute(extract, ["rate"], ["2018/19"])


LIVE_ONLY = "child_id,plan_start,plan_end\n1,2018-05-01,2018-06-01\n2,2019-05-01,2019-12-20\n"
