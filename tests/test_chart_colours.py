"""The colours of charts: four at most, an area's own in every chart, and dark enough on white."""

from __future__ import annotations

import pytest
from lxml import etree
from support import run
from test_documents import YEARS, drawn

from cpind.errors import InputError
from cpind.output.charts.chart import COLUMNS, ENGLAND, LINES, NEIGHBOURS, OTHER, OWN, REGION, Chart, Series
from cpind.output.charts.style import DEFAULT, GRAPHICS, GREY, LETTERS, PALETTE, Style, contrast, for_text
from cpind.output.documents.template import template_of

BLUE, TURQUOISE, PINK, ORANGE = PALETTE


def test_contrast_is_computed_as_in_the_guidelines():
    """WCAG 2.2, "relative luminance": black on white is 21, and #767676 the lightest grey for text."""
    assert contrast("#000000") == pytest.approx(21) and contrast("#FFFFFF") == pytest.approx(1)
    assert contrast("#767676") >= 4.5 > contrast("#777777")


def test_our_own_colours_can_be_seen_and_read():
    assert all(contrast(colour) >= GRAPHICS for colour in PALETTE)
    assert contrast(BLUE) >= LETTERS and contrast(GREY) >= LETTERS
    assert all(contrast(for_text(colour)) >= LETTERS for colour in PALETTE)
    assert for_text(BLUE) == BLUE


@pytest.mark.parametrize(
    ("palette", "roles", "colours"),
    [
        (PALETTE, [OWN, NEIGHBOURS, REGION, ENGLAND], [BLUE, TURQUOISE, PINK, ORANGE]),
        (PALETTE, [OWN, REGION], [BLUE, PINK]),
        (PALETTE, [OWN, ENGLAND, OTHER, OTHER, OTHER], [BLUE, ORANGE, TURQUOISE, PINK, GREY]),
        (PALETTE, [OTHER, OTHER, OTHER], [BLUE, TURQUOISE, PINK]),
        (PALETTE[:2], [OWN, NEIGHBOURS, REGION, ENGLAND], [BLUE, TURQUOISE, GREY, GREY]),
        (PALETTE[:3], [OWN, ENGLAND, REGION], [BLUE, PINK, GREY]),
        (PALETTE[:1], [OWN, OTHER], [BLUE, GREY]),
    ],
)
def test_an_area_has_its_colour_and_no_two_series_share_one(palette, roles, colours):
    assert Style(tuple(palette)).colours(roles) == colours


@pytest.mark.parametrize("kind", [LINES, COLUMNS])
def test_no_chart_has_more_than_four_colours(kind):
    series = tuple(Series(f"Area {n}", (1.0 + n, 2.0 + n, 3.0), OWN if n == 0 else OTHER) for n in range(7))
    axes = drawn(Chart(kind, "T", YEARS, series, "%", 1, "Alt")).axes[0]
    marks = [*(line.get_color() for line in axes.lines), *(patch.get_facecolor() for patch in axes.patches)]
    assert len(set(map(str, marks))) <= 4 + 1  # and grey


def test_the_region_has_a_line_of_its_own_colour(example):
    arguments = ("--benchmarks", "cpind-benchmarks.csv", "--compare", "region", "--compare", "England")
    assert run("rates", "-q", *arguments, "-o", "chart.svg").exit_code == 0
    text = etree.tostring(etree.parse("chart.svg")).decode()
    assert PINK.lower() in text and ORANGE.lower() in text and TURQUOISE.lower() not in text


def test_names_at_the_ends_of_lines_can_be_read():
    series = (Series("Ourshire", (1.0, 2.0, 3.0), OWN), Series("England", (2.0, 2.0, 2.0), ENGLAND))
    axes = drawn(Chart(LINES, "T", YEARS, series, "%", 1, "Alt")).axes[0]
    names = [text for text in axes.texts if "England" in text.get_text() or "Ourshire" in text.get_text()]
    assert len(names) == 2
    assert all(contrast(name.get_color()) >= LETTERS for name in names)


def test_signals_have_a_colour_of_the_palette():
    assert DEFAULT.signal == ORANGE
    assert Style(("#005EA5", "#AA0000")).signal == "#AA0000" and Style(("#005EA5",)).signal != "#005EA5"


@pytest.mark.parametrize(
    ("colours", "message"),
    [
        (
            ["#28A197", "#12436D"],
            "style.toml, colours: #28A197 has a contrast of 3.1 with white, and headings and words need 4.5",
        ),
        (
            ["#12436D", "#FFDD00"],
            "style.toml, colours: #FFDD00 has a contrast of 1.3 with white, and lines and columns need 3",
        ),
    ],
)
def test_a_template_whose_colours_are_too_light_is_refused(tmp_path, colours, message):
    (tmp_path / "style.toml").write_text(f"colours = {colours}")
    with pytest.raises(InputError) as error:
        template_of(tmp_path)
    assert str(error.value).startswith(message) and "choose a darker one" in str(error.value)
