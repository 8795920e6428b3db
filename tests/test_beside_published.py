"""Our figures beside DfE's: from what both show together no more can be worked out than from DfE's alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cpind
from cpind.analysis.beside_published import suppressed_beside
from cpind.benchmarks.records import FIGURE, LOCAL, Record
from cpind.figures.result import SUPPRESSED

CATEGORIES = {
    "NEG": "Neglect",
    "PHY": "Physical abuse",
    "SAB": "Sexual abuse",
    "EMO": "Emotional abuse",
    "MUL": "Multiple",
}


def computed(tmp_path, counts):
    """The plans started of 2019/20 by category, and all of them, of an extract that has so many."""
    rows = [f"{code}{n},2019-05-0{1 + n % 9},,{code}" for code, count in zip(CATEGORIES, counts) for n in range(count)]
    path = tmp_path / "plans.csv"
    path.write_text(
        "\n".join(["child_id,plan_start,plan_end,initial_category", *rows, "z,2017-01-01,2017-02-01,NEG", ""])
    )
    return cpind.compute(cpind.read(path), ["plans-started", "category-start"], "2019/20")


@given(
    st.lists(st.one_of(st.integers(0, 7), st.integers(0, 40)), min_size=5, max_size=5).filter(any),
    st.integers(0, 4),
)
def test_figures_hidden_by_dfe_and_by_us_do_not_disclose_each_other(tmp_path_factory, counts, also):
    """DfE hides the small numbers, and where that is one alone a second, which may be any."""
    result = computed(tmp_path_factory.mktemp("plans"), counts)
    published = dict(zip(CATEGORIES.values(), counts))
    hidden = {name for name, count in published.items() if 1 <= count <= 5}
    if len(hidden) == 1:
        hidden.add([name for name in published if name not in hidden][also % 4])
    record = Record(FIGURE, "category-start", LOCAL, "301", period="2019/20")

    def row(figure):
        if figure.indicator != "category-start":
            return record._replace(indicator="plans-started", value=str(sum(counts)))
        return record._replace(value="c" if figure.group in hidden else str(published.get(figure.group, 0)))

    ours = {
        figure.group: figure
        for figure in suppressed_beside(result, row).figures
        if figure.indicator == "category-start" and figure.group in published
    }
    assert all(figure.status == SUPPRESSED for name, figure in ours.items() if name in hidden)
    unknown = {name for name in published if name in hidden and ours[name].status == SUPPRESSED}
    small = {name for name, count in published.items() if 1 <= count <= 5}
    assert small <= unknown and len(unknown) != 1


@pytest.mark.parametrize("value", ["c", "12.5", "z", ""])
def test_a_figure_is_hidden_where_dfe_hides_it_and_nowhere_else(tmp_path, value):
    result = computed(tmp_path, [20, 10, 30, 40, 50])
    found = suppressed_beside(result, lambda figure: Record(FIGURE, value=value))
    assert {figure.status == SUPPRESSED for figure in found.figures if figure.value or figure.status == SUPPRESSED} == {
        value == "c"
    }
    assert SUPPRESSED not in {figure.status for figure in suppressed_beside(result, lambda figure: None).figures}
