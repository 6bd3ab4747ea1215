"""The tables of the domain, one noun a file."""

from rooms.models.account import AccountNote, RecoveryCode
from rooms.models.agency import Agency, Family
from rooms.models.attachment import Attachment
from rooms.models.child import Child
from rooms.models.event import Event, Kind
from rooms.models.household import Household, Placement
from rooms.models.invitation import GUESSED, MADE_AGAIN, WELCOME_VERSION, Consent, Invitation
from rooms.models.membership import STAFF_ROLES, HiddenRange, Membership, Role, State
from rooms.models.notification import LIVE, URGENT, Delivery, Notification, RoomNotice
from rooms.models.paper import PaperAnswer, Sheet
from rooms.models.person import Person
from rooms.models.reach import PushSubscription, ReachSettings, RoomReach
from rooms.models.reading import Reading
from rooms.models.room import Room
from rooms.models.staffact import Act, StaffAct

__all__ = [
    "GUESSED",
    "LIVE",
    "MADE_AGAIN",
    "STAFF_ROLES",
    "URGENT",
    "WELCOME_VERSION",
    "AccountNote",
    "Act",
    "Agency",
    "Attachment",
    "Child",
    "Consent",
    "Delivery",
    "Event",
    "Family",
    "HiddenRange",
    "Household",
    "Invitation",
    "Kind",
    "Membership",
    "Notification",
    "PaperAnswer",
    "Person",
    "Placement",
    "PushSubscription",
    "ReachSettings",
    "Reading",
    "RecoveryCode",
    "Role",
    "Room",
    "RoomNotice",
    "RoomReach",
    "Sheet",
    "StaffAct",
    "State",
]
