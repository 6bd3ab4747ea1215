"""The tables of the domain, one noun a file."""

from rooms.models.about import (
    BigStep,
    BigStepAnswer,
    ChildEntry,
    DearThing,
    EntryVersion,
    ExpertQuestion,
    QuestionLater,
    ThingMove,
)
from rooms.models.account import AccountNote, RecoveryCode
from rooms.models.agency import Agency, Family
from rooms.models.agreement import Agreement, AgreementPoint, AgreementTemplate, Assent, PointTurn
from rooms.models.approval import Approval, PlaceKind, Wish
from rooms.models.attachment import Attachment, Stored
from rooms.models.book import BookEntry
from rooms.models.calendar import CalendarFeed, Reminder
from rooms.models.cheer import Cheer
from rooms.models.child import Child
from rooms.models.court_order import OrderPhoto
from rooms.models.day import Day
from rooms.models.event import Event, Kind
from rooms.models.going_home import HomeAsk, HomeStep, HomeWish, StepKind, WayHome
from rooms.models.household import Household, Placement
from rooms.models.incoming import Incoming
from rooms.models.invitation import GUESSED, MADE_AGAIN, WELCOME_VERSION, Consent, Invitation
from rooms.models.learning import AgencyCard, JournalEntry, Learned
from rooms.models.meeting import Meeting, MeetingAnswer, MeetingPoint, MeetingResult, Move, NumberConsent
from rooms.models.membership import (
    BIRTH_SIDE,
    CARERS,
    PAPER_ROLES,
    STAFF_ROLES,
    TWO_SIDES,
    HiddenRange,
    Membership,
    Role,
    State,
)
from rooms.models.notification import LIVE, URGENT, Delivery, Notification, RoomNotice
from rooms.models.occasion import AT_AN_OFFICE, CONTACT, LIVE_STATES, Occasion, OccasionLine, OccasionPart
from rooms.models.paper import PaperAnswer, Sheet
from rooms.models.passed import PassedWords
from rooms.models.person import Person
from rooms.models.reach import PushSubscription, ReachSettings, RoomReach
from rooms.models.reading import Reading
from rooms.models.room import Room
from rooms.models.sick import SickCard, SickSeen
from rooms.models.staffact import Act, StaffAct
from rooms.models.survey import Feedback, Improvement, SurveyAnswer
from rooms.models.talkplan import RestTime, TalkPlan

__all__ = [
    "AT_AN_OFFICE",
    "BIRTH_SIDE",
    "TWO_SIDES",
    "CARERS",
    "CONTACT",
    "GUESSED",
    "LIVE",
    "LIVE_STATES",
    "MADE_AGAIN",
    "PAPER_ROLES",
    "STAFF_ROLES",
    "URGENT",
    "WELCOME_VERSION",
    "AccountNote",
    "Act",
    "Agency",
    "AgencyCard",
    "Agreement",
    "AgreementPoint",
    "AgreementTemplate",
    "Approval",
    "Assent",
    "Attachment",
    "BigStep",
    "BigStepAnswer",
    "BookEntry",
    "CalendarFeed",
    "Cheer",
    "Child",
    "ChildEntry",
    "Consent",
    "Day",
    "DearThing",
    "Delivery",
    "EntryVersion",
    "Event",
    "ExpertQuestion",
    "Family",
    "Feedback",
    "HiddenRange",
    "HomeAsk",
    "HomeStep",
    "HomeWish",
    "Household",
    "Improvement",
    "Incoming",
    "Invitation",
    "JournalEntry",
    "Kind",
    "Learned",
    "Meeting",
    "MeetingAnswer",
    "MeetingPoint",
    "MeetingResult",
    "Membership",
    "Move",
    "Notification",
    "NumberConsent",
    "Occasion",
    "OccasionLine",
    "OccasionPart",
    "OrderPhoto",
    "PaperAnswer",
    "PassedWords",
    "Person",
    "PlaceKind",
    "Placement",
    "PointTurn",
    "PushSubscription",
    "QuestionLater",
    "ReachSettings",
    "Reading",
    "RecoveryCode",
    "Reminder",
    "RestTime",
    "Role",
    "Room",
    "RoomNotice",
    "RoomReach",
    "Sheet",
    "SickCard",
    "SickSeen",
    "StaffAct",
    "State",
    "StepKind",
    "Stored",
    "SurveyAnswer",
    "TalkPlan",
    "ThingMove",
    "WayHome",
    "Wish",
]
