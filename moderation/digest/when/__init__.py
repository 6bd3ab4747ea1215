"""Days and times in the words of a message, resolved from the moment it was written. English and Spanish.

Why not a library: on one line dateparser needs a millisecond or more, reads "el jueves a las 4" as the fourth of April
and "may he" as May; parsedatetime and recurrent know no Spanish. A week's digest has half a millisecond a message.
"""

from moderation.digest.when.clock import Clock
from moderation.digest.when.moments import Moment, moments, resolve

__all__ = ["Clock", "Moment", "moments", "resolve"]
