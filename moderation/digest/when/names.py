"""Names of days, months and numbers, folded."""

import re
from typing import Final

WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            "monday lunes mon",
            "tuesday martes tues tue",
            "wednesday miercoles wed weds",
            "thursday jueves thurs thur thu",
            "friday viernes fri",
            "saturday sabado sat",
            "sunday domingo sun",
        )
    )
    for name in names.split()
}
FULL_WEEKDAYS: Final = "|".join(name for name in WEEKDAYS if len(name) > 5 or name == "lunes")
SHORT_WEEKDAYS: Final = "|".join(name for name in WEEKDAYS if len(name) <= 5 and name != "lunes")

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero",
            "february feb febrero",
            "march mar marzo",
            "april apr abril",
            "may mayo",
            "june jun junio",
            "july jul julio",
            "august aug agosto",
            "september sept sep septiembre setiembre",
            "october oct octubre",
            "november nov noviembre",
            "december dec diciembre",
        ),
        1,
    )
    for name in names.split()
}
MONTH: Final = "|".join(sorted(MONTHS, key=len, reverse=True))

NUMBERS: Final = {
    name: number
    for number, names in enumerate(
        (
            "a an one un una",
            "two dos couple",
            "three tres",
            "four cuatro",
            "five cinco",
            "six seis",
            "seven siete",
            "eight ocho",
            "nine nueve",
            "ten diez",
            "eleven once",
            "twelve doce",
        ),
        1,
    )
    for name in names.split()
}
NUMBER: Final = r"\d{1,2}|" + "|".join(sorted(NUMBERS, key=len, reverse=True))
HOUR_WORD: Final = "|".join(
    sorted((name for name in NUMBERS if name not in {"a", "an", "un", "couple"}), key=len, reverse=True)
)

MORNING, AFTERNOON, EVENING = "morning", "afternoon", "evening"
_PARTS: Final = (
    (
        MORNING,
        r"morning|breakfast|(?:por|en|de|esta) la manana|esta manana|temprano|before school|before daycare|first thing",
    ),
    (AFTERNOON, r"afternoon|after (?:school|daycare|lunch|nap)|la tarde|esta tarde|despues de la (?:escuela|comida)"),
    (EVENING, r"evening|tonight|tonite|night|bedtime|dinner|supper|after work|la noche|esta noche|de noche|cena"),
)
PARTS: Final = tuple((part, re.compile(rf"\b(?:{words})\b")) for part, words in _PARTS)


def number(word: str) -> int:
    """The number that a numeral or a number word of `NUMBER` stands for."""
    return int(word) if word.isdigit() else NUMBERS[word]


def part_of_day(text: str) -> str | None:
    """Morning, afternoon or evening, if the folded text names one."""
    return next((part for part, pattern in PARTS if pattern.search(text)), None)
