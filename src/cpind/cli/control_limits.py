"""How control limits are worked out: as --chart and --rebase say, else as the settings do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..errors import UsageError
from ..inputs.config import FILE_NAME, Settings
from .options import Options

if TYPE_CHECKING:
    from ..figures.facts import Rebase

NONE = "none"
"""The value of --rebase that ignores the settings' rebases."""


class ControlLimits(NamedTuple):
    """How the limits of runs are taken.

    Attributes:
        only_xmr: whether all are XmR limits.
        rebases: from when on they are recalculated, as typed for this table.
        of_settings: the same as the settings say, for every table that they fit.
    """

    only_xmr: bool = False
    rebases: tuple[Rebase, ...] = ()
    of_settings: tuple[Rebase, ...] = ()


def control_limits_of(options: Options, settings: Settings) -> ControlLimits:
    """The options typed, else the settings. Raises UsageError for a --rebase without its reason, and for options that
    have no effect without --spc."""
    if not options.spc:
        if options.chart or options.rebase or options.because:
            raise UsageError("--chart, --rebase and --because are for control limits: add --spc")
        return ControlLimits()
    return _limits(options, settings)


def limits_of_settings(settings: Settings) -> ControlLimits:
    """What the settings say, for the tables of the pack."""
    return _limits(Options(), settings)


def _limits(options: Options, settings: Settings) -> ControlLimits:
    from ..analysis.rebasing import rebase_from, rebases_of

    only_xmr = (options.chart or settings.spc.chart) == "xmr"
    if options.rebase == (NONE,) and not options.because:
        return ControlLimits(only_xmr)
    if len(options.rebase) != len(options.because):
        raise UsageError('each --rebase needs its reason: --rebase 2019-04 --because "a new front door"')
    if options.rebase:
        typed = tuple(rebase_from(when, reason) for when, reason in zip(options.rebase, options.because))
        return ControlLimits(only_xmr, typed)
    called = settings.path.name if settings.path else FILE_NAME
    return ControlLimits(only_xmr, (), rebases_of(settings.spc.rebase, called=called))
