"""Presence over several processes: who comes and goes is told once, and a silent process is forgotten."""

from rooms.presence import EXPIRY, Place, Presence

ANA: Place = ("here", 1, "ana")
WENDY: Place = ("here", 1, "wendy")


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_two_tabs_are_one_presence() -> None:
    one = Presence("one")
    assert [one.enter(ANA), one.enter(ANA)] == [True, False]
    assert one.of_room("here", 1) == {"ana"}
    assert [one.leave(ANA), one.leave(ANA)] == [False, True]
    assert one.of_room("here", 1) == set()


def test_leaving_where_one_never_was_says_nothing() -> None:
    assert not Presence("one").leave(ANA)


def test_a_member_on_two_processes_leaves_with_the_last() -> None:
    one, two = Presence("one"), Presence("two")
    one.enter(ANA)
    two.enter(ANA)
    assert one.hear(two.report()) == (set(), set())
    assert not one.leave(ANA)
    two.leave(ANA)
    assert one.hear(two.report()) == (set(), {ANA})


def test_another_process_brings_and_takes_its_members() -> None:
    one, two = Presence("one"), Presence("two")
    two.enter(ANA)
    two.enter(WENDY)
    assert one.hear(two.report()) == ({ANA, WENDY}, set())
    two.leave(WENDY)
    assert one.hear(two.report()) == (set(), {WENDY})
    assert one.of_room("here", 1) == {"ana"}


def test_a_silent_process_is_forgotten() -> None:
    clock = Clock()
    one, two = Presence("one", clock), Presence("two")
    two.enter(ANA)
    one.hear(two.report())
    clock.now = EXPIRY + 1
    assert one.expire() == (set(), {ANA})
    assert one.of_room("here", 1) == set()


def test_observing_is_not_being_here() -> None:
    one = Presence("one")
    one.enter(("observing", 1, "tianna"))
    assert one.of_room("here", 1) == set()
    assert one.of_room("observing", 1) == {"tianna"}
