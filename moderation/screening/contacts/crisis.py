"""Crisis lines: numbers that must reach everybody, always. Masking one is an error, whatever the setting."""

from typing import Final

_SHORT: Final = frozenset(("911", "988", "211", "311", "711", "741741", "838255", "233733"))
_LONG: Final = frozenset(
    (
        "8002221222",  # poison control
        "8002738255",  # the lifeline before 988
        "8886289454",  # the lifeline before 988, in Spanish
        "8007997233",  # domestic violence
        "8004224453",  # child abuse
        "8006624357",  # substance use and mental health
        "8006564673",  # sexual assault
        "8664887386",  # LGBTQ young people
        "8663319474",  # teen dating violence
        "8007862929",  # runaway young people
        "8008435678",  # missing children
        "8338526262",  # mothers' mental health
        "8009855990",  # disasters
        "8883737888",  # human trafficking
    )
)


def is_crisis_line(digits: str) -> bool:
    """Whether `digits`, with or without a leading 1, is a national help line."""
    return digits in _SHORT or digits in _LONG or (digits[:1] == "1" and digits[1:] in _LONG)
