"""What a message holds that somebody should know of, kindly. The public function of this package is `read`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from moderation.screening.tone import tokens
from moderation.screening.tone.search import found
from moderation.screening.tone.tables import LABELS, SUPPORT, Family

THRESHOLD = 0.5
"""From this weight on, a label counts in the field."""

URGENCIES = ("now", "today", "weekly")
"""When a caseworker sees it, soonest first."""


class Risk(StrEnum):
    """What happens to a message: it goes out; the writer may think twice; it goes out and staff is told; it waits."""

    NONE = "none"
    NUDGE = "nudge"
    CARE = "care"
    HELD = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read in one message. `weights` 0..1 by label are for measuring, never for a screen; `labels` those that
    count, the weightiest first; `hints` say which kind of expression it was, by label; `urgency` is empty where no
    caseworker need look."""

    weights: Mapping[str, float]
    labels: tuple[str, ...]
    hints: Mapping[str, str]
    risk: Risk
    urgency: str

    @property
    def held(self) -> bool:
        """Whether the message waits for a caseworker before anybody else sees it."""
        return self.risk is Risk.HELD


def read(text: str, *, children: Sequence[str] = (), adults: Sequence[str] = ()) -> Reading:
    """Read one message, English or Spanish or both. `children` and `adults` are the names of the room's people.

    Time grows with the length of the text only. No message is kept; what single words say is remembered in memory.
    """
    families = tuple(found(tokens.line(text, children=children, adults=adults)).values())
    if not families:
        return Reading(weights=dict.fromkeys(LABELS, 0.0), labels=(), hints={}, risk=Risk.NONE, urgency="")
    weights = {label: _weight(family.weight for family in families if family.label == label) for label in LABELS}
    counting = sorted((label for label in LABELS if weights[label] >= THRESHOLD), key=lambda label: -weights[label])
    deciding = [family for family in families if family.label in counting and family.weight >= THRESHOLD]
    urgency = _soonest(deciding)
    return Reading(
        weights=weights,
        labels=tuple(counting),
        hints={family.label: family.hint for family in sorted(deciding, key=lambda family: family.weight)},
        risk=_risk(counting, deciding),
        urgency=urgency,
    )


def warm() -> None:
    """Read the tables, so that the first message need not wait for them."""
    read("Good morning")


def _weight(weights: Iterable[float]) -> float:
    """Signs that agree strengthen each other; weak ones alone never reach the threshold."""
    ordered = sorted(weights, reverse=True)
    if not ordered:
        return 0.0
    doubt = 1 - ordered[0]
    for weight in ordered[1:]:
        doubt *= 1 - weight / 2
    total = 1 - doubt
    return round(total if ordered[0] >= THRESHOLD else min(total, THRESHOLD - 0.01), 3)


def _soonest(families: Iterable[Family]) -> str:
    urgencies = {family.urgency for family in families}
    return next((urgency for urgency in URGENCIES if urgency in urgencies), "")


def _risk(labels: Sequence[str], deciding: Iterable[Family]) -> Risk:
    """Only a threat of harm now is held, also where its writer needs care; a cry for help alone always goes out."""
    if any(family.label == "threat" and family.urgency == "now" for family in deciding):
        return Risk.HELD
    if any(label in SUPPORT for label in labels):
        return Risk.CARE
    return Risk.NUDGE if labels else Risk.NONE
