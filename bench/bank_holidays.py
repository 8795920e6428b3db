"""Write England's bank holidays, by the package `holidays`, as the module that cpind counts working days with.

python bench/bank_holidays.py > src/cpind/model/bank_holidays.py
"""

from __future__ import annotations

import holidays

FIRST_YEAR, LAST_YEAR = 1989, 2100
"""A year more on either side than an extract's dates may have: a working day may lie in the next year."""

_HEAD = '''"""England's bank holidays that fall on a weekday, substitutes and one-off holidays included: month and day, by year.

Written by bench/bank_holidays.py and tested against the package `holidays`; years to come follow today's rules.
"""

from __future__ import annotations

BANK_HOLIDAYS = {'''


def module_text() -> str:
    """The module, a line a year."""
    calendar = holidays.UnitedKingdom(subdiv="ENG", years=range(FIRST_YEAR, LAST_YEAR + 1))
    lines = [_HEAD]
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        days = sorted(day for day in calendar if day.year == year and day.weekday() < 5)
        lines.append(f'    {year}: "{" ".join(f"{day:%m-%d}" for day in days)}",')
    return "\n".join(
        [*lines, "}", '"""The years that an extract\'s dates may have, and one more on either side."""', ""]
    )


if __name__ == "__main__":
    print(module_text(), end="")
