"""Intervals around figures."""

from __future__ import annotations

import math
from statistics import NormalDist


def normal_quantile(level: float) -> float:
    """z of a two-sided interval: 1.96 for 95 (per cent)."""
    return NormalDist().inv_cdf(0.5 + level / 200)


def wilson(successes: float, trials: float, *, level: float = 95, population: int | None = None) -> tuple[float, float]:
    """The Wilson score interval of a share, as shares of 1.

    `population`: of how many the trials are a sample without replacement; the sample then counts as larger by the
    finite-population correction, (N - 1) / (N - n), and all of them leave no doubt. [Wilson 1927; Cochran 1977, 2.6]
    """
    share = successes / trials
    if population is not None:
        if trials >= population:
            return share, share
        trials = trials * (population - 1) / (population - trials)
    z = normal_quantile(level)
    centre = share + z * z / (2 * trials)
    spread = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    return max(0.0, (centre - spread) / (1 + z * z / trials)), min(1.0, (centre + spread) / (1 + z * z / trials))
