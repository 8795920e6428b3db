"""The command for the committee's pack: report."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError, UsageError
from .completion import complete_sections
from .option_groups import CHOICES, REPORT
from .options import Options, examples, shared_options
from .output import notes_on_failure, output_file, print_notes, write_out
from .sampling import TYPED

if TYPE_CHECKING:
    from ..figures.choices import Choices
    from ..inputs.config import Settings
    from ..output.document import Block, Document
    from ..report.pack import Pack, PackSource
    from ..report.registry import Missing, SectionKind

SUFFIXES = (".txt", ".md", ".docx", ".html", ".xlsx")
"""The suffixes of the files that the pack can be written to."""


@click.command(epilog=examples("cpind report", "cpind report extract.csv --sections rates,timeliness"))
@click.option(
    "--sections",
    metavar="NAMES",
    shell_complete=complete_sections,
    help="Which sections, in this order: rates,timeliness; by default all.",
)
@click.option("--title", metavar="TEXT", help="The title of the paper.")
@click.option(
    "--period",
    metavar="PERIOD",
    help="The quarter, month, year or date to end with; by default the latest complete quarter.",
)
@click.option("--lang", metavar="CODE", default="en-GB", help="The language that the document is marked with; en-GB.")
@click.option(
    "--suppress/--no-suppress",
    default=True,
    help="Hide small numbers, the default; with --no-suppress the document says that they are shown.",
)
@click.option(
    "--template",
    type=click.Path(),
    metavar="FOLDER",
    help="The authority's own wording and look: NAME.md for a section, style.toml, logo.png ...",
)
@shared_options((*REPORT, *CHOICES))
@click.pass_context
def report(
    context: click.Context,
    /,
    options: Options,
    *,
    sections: str | None,
    title: str | None,
    period: str | None,
    lang: str,
    template: str | None,
    **choices: Any,
) -> None:
    """The committee's pack: tables, charts and sentences.

    Without -o, all sections on the terminal. Sections that the input can't provide are left out, and named at the end
    with the reason.
    """
    from ..figures.choices import Choices
    from ..report.pack import make_pack
    from ..report.paper import make_sections, paper
    from ..report.periods import pack_periods
    from .settings import naming_settings, settings_for

    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", lang):
        raise UsageError(f'--lang "{lang}": write a language as en-GB')
    settings = settings_for(options)
    _refuse_to_overwrite(options, template)
    _refuse_other_suffixes(options)
    chosen = _sections(sections, settings)
    source = _source(options, settings, Choices(**choices), _command(context.meta[TYPED]))
    with naming_settings(options, settings):
        pack = make_pack(source, pack_periods(source.standing, period), chosen, suppress=options.suppress)
        blocks = make_sections(pack, chosen)
        document = paper(
            pack,
            blocks,
            title=title or settings.report.title,
            titles=settings.report.titles,
            wording=_wording(template, chosen),
            language=lang,
        )
    withheld = _withheld(source, settings) if options.suppress else ()
    print_notes(options, [*_unnamed(source), *withheld, *_left_out(pack, blocks)])
    _write(options, document, template)


def _sections(typed: str | None, settings: Settings) -> Sequence[SectionKind]:
    """The sections of the command line, the settings, or all."""
    from ..report.registry import chosen_sections
    from .settings import setting

    if typed is not None:
        return chosen_sections(typed.split(","), option="--sections")
    try:
        for name in settings.report.titles:
            chosen_sections([name], option=setting(settings, "[report.titles]"))
        return chosen_sections(settings.report.sections, option=setting(settings, "[report] sections"))
    except UsageError as error:
        raise InputError(str(error)) from None


def _source(options: Options, settings: Settings, choices: Choices, command: str) -> PackSource:
    """What the report is made from, with a note for each remark that no table says."""
    from dataclasses import replace

    from ..report.pack import PackSource
    from .control_limits import limits_of_settings
    from .loading import authority_of, bases_of, benchmarks_for, read_extract, request_of, targets_for

    limits = limits_of_settings(settings)
    extract = read_extract(options, settings, bad_dates=options.bad_dates)
    notes = [*settings.remarks, *extract.remarks, *(join.sentence for join in extract.joins)]
    with notes_on_failure(options, settings.remarks if options.suppress else notes):
        benchmarks = benchmarks_for(options, settings, authority_of(options, settings, extract))
        bases = bases_of(options, settings, extract)
        request = request_of(options, settings, extract, benchmarks, ("rates",), choices)
        return PackSource(
            extract,
            bases,
            replace(request, by=None),
            targets_for(settings, extract, of_report=True),
            benchmarks,
            tuple(options.compare or settings.compare),
            (*notes, *bases.warnings),
            command,
            only_xmr=limits.only_xmr,
            rebases=limits.of_settings,
        )


def _unnamed(source: PackSource) -> Iterable[str]:
    """A note where nothing names the authority: a paper of "Extract" is not one to table."""
    from .loading import NO_AREA

    if source.request.area == NO_AREA:
        yield f'no authority is named, so the paper says "{NO_AREA}": give --authority NAME, or set authority in cpind.toml'


def _withheld(source: PackSource, settings: Settings) -> Iterable[str]:
    """A note where there are notes on the files that a suppressed paper does not have: its author should read them."""
    if set(source.remarks) - {*settings.remarks, *source.extract.public_remarks}:
        yield "there are notes on the files, which are not in the paper, as they may count few children: --no-suppress shows them"


def _left_out(pack: Pack, blocks: Mapping[str, Sequence[Block] | Missing]) -> Iterable[str]:
    """A note for each section or figure that is left out: what would include it."""
    from ..report.registry import Missing

    for name, one in blocks.items():
        if isinstance(one, Missing) and one.detail:
            yield f"{name} is left out: {one.detail}"
    left = {(one.indicators, one.reason) for result in pack.results.values() for one in result.left_out}
    yield from (f"left out: {', '.join(codes)}: {reason}" for codes, reason in sorted(left))


def _command(typed: Iterable[str]) -> str:
    """The command that makes the report again: the words typed, with file names instead of paths, and without the output."""
    words: list[str] = []
    rest = iter(typed)
    for word in rest:
        if word in ("-o", "--output"):
            next(rest, None)
        elif not word.startswith(("-o", "--output=")) and word not in ("-q", "--quiet"):
            name, equals, value = word.partition("=") if word.startswith("--") else ("", "", word)
            words.append(f"{name}{equals}{os.path.basename(value) if os.path.exists(value) else value}")
    return " ".join(["cpind", *map(shlex.quote, words)])


def _wording(template: str | None, sections: Sequence[SectionKind]) -> dict[str, str]:
    """The authority's own text of each section that its template has a file of."""
    if template is None:
        return {}
    from ..report.wording import read_wording

    return read_wording(template, [one.name for one in sections])


def _refuse_other_suffixes(options: Options) -> None:
    path = output_file(options)
    if path is not None and os.path.splitext(path)[1].lower() not in SUFFIXES:
        raise UsageError(f"-o {path}: its suffix does not name a kind of document; use {', '.join(SUFFIXES)}")


def _refuse_to_overwrite(options: Options, template: str | None) -> None:
    """Raise UsageError for an output in the folder of the wording, which is read."""
    path = output_file(options)
    if path and template and os.path.realpath(os.path.dirname(path) or ".") == os.path.realpath(template):
        raise UsageError(f"-o {path}: that folder is the template; write to another one")


def _write(options: Options, document: Document, template: str | None) -> None:
    from ..output.formats import FORMATS
    from ..report.terminal import on_terminal

    path = output_file(options)
    suffix = os.path.splitext(path)[1].lower() if path else ".txt"
    if suffix == ".txt":
        write_out(options, on_terminal(document), FORMATS["table"])
        return
    from ..output.documents import write_document

    written = write_document(document, suffix, template=Path(template) if template else None)
    write_out(options, written, FORMATS["markdown"])
