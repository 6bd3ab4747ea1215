"""The tables of the domain, one noun a file."""

from rooms.models.agency import Agency, Family
from rooms.models.child import Child
from rooms.models.event import Event, Kind
from rooms.models.household import Household, Placement
from rooms.models.membership import STAFF_ROLES, HiddenRange, Membership, Role, State
from rooms.models.person import Person
from rooms.models.reading import Reading
from rooms.models.room import Room
from rooms.models.staffact import Act, StaffAct

__all__ = [
    "STAFF_ROLES",
    "Act",
    "Agency",
    "Child",
    "Event",
    "Family",
    "HiddenRange",
    "Household",
    "Kind",
    "Membership",
    "Person",
    "Placement",
    "Reading",
    "Role",
    "Room",
    "StaffAct",
    "State",
]
