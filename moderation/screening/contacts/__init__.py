"""Contact details in messages: found, also when hidden or spread over several messages, and masked.

Members of a room meet through the room; what lets them meet outside of it is theirs to share only with the social
worker's help. Detection here is blind to who owns a detail: a clinic's number is found like a parent's, and policy
decides by the normalised `value` and the certainty of each span. Crisis lines are never found.
"""

from moderation.screening.contacts.detect import find
from moderation.screening.contacts.mask import mask
from moderation.screening.contacts.sequence import LOOK_BACK, find_split
from moderation.screening.contacts.spans import Certainty, Kind, Span

__all__ = ["LOOK_BACK", "Certainty", "Kind", "Span", "find", "find_split", "mask"]
