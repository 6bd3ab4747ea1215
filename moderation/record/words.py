"""The words that travel with an archive: what its reader may do with it, how to check it, what can be certified."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Final

from django.db.models import prefetch_related_objects
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moderation.models import TreatmentConsent
from moderation.record.entries import Entry
from moderation.record.scope import Scope
from rooms import items
from rooms.items import Item
from rooms.models import Kind


def notice() -> str:
    """What the recipient must know, on every page and before the export is made."""
    return _(
        "This record is about children and families in care, and it is confidential by law. It is given to the "
        "named recipient for the named purpose only. It may not be passed on, copied or published beyond that purpose, "
        "unless the law or a court allows it. Where it speaks of treatment for substance use, federal rules "
        "(42 CFR part 2) forbid using or passing that on without consent or a court order."
    )


REDISCLOSURE: Final = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
"""One of the two statements that 42 CFR 2.32 gives to choose from, in its own words; it is never translated."""


def notices(scope: Scope) -> str:
    """The same for one export. One that tells of treatment says so, in the words of the law, and what allows it."""
    return " ".join(
        [notice(), *([REDISCLOSURE] if scope.consents else []), *map(partial(_allowed, scope), scope.consents)]
    )


def _allowed(scope: Scope, consent: TreatmentConsent) -> str:
    values = {
        "name": consent.about.shown_name,
        "basis": consent.get_basis_display(),
        "day": date_format(consent.until.astimezone(scope.zone), "N j, Y"),
    }
    return _("What it says of %(name)s’s treatment is given on this basis: %(basis)s, until %(day)s.") % values


def readme(scope: Scope, fingerprint: str) -> str:
    """README.txt: what is in the archive and how to check it."""
    lines = [
        _("The record of a room, with proof that nothing was changed"),
        "",
        notices(scope),
        "",
        _("For: %(recipient)s") % {"recipient": scope.recipient},
        _("Purpose: %(purpose)s") % {"purpose": scope.purpose},
        "",
        "digest.html         " + _("two pages to begin with"),
        "record.html         " + _("everything that was said, with every version and when it was first seen"),
        "record.pdf          " + _("the same on paper (only for records that are not too long)"),
        "photo-….jpg         " + _("each photo, as the room has it; its hash is part of the record"),
        "video-….mp4         " + _("each short video, in the same way"),
        "record.jsonl        " + _("the record itself, for programs"),
        "chain.txt           " + _("the digest of every event of the room up to the export"),
        "seen.jsonl          " + _("when each member first saw what"),
        "members.json        " + _("the members by name and role"),
        "certification.txt   " + _("a form for whoever certifies this record"),
        "manifest.json       " + _("the list of all files with their hashes, and its signature (manifest.sig)"),
        "public-key.pem      " + _("the key to check the signature with"),
        "",
        _("How to check it. Neither way needs the internet:"),
        "1. " + _("Open verify.html in a browser and choose the ZIP file."),
        "2. " + _("Or, with Python 3.9 or newer: python verify.py (in the unpacked folder)."),
        "",
        _("Then compare this fingerprint with the one that the agency tells you by phone or on paper:"),
        fingerprint,
        "",
    ]
    return "\n".join(lines)


_CERTIFICATION: Final = """\
CERTIFICATION OF AN ELECTRONIC RECORD
A form to be completed by a qualified person under Federal Rules of Evidence 902(11), 902(13) and 902(14), or the
rule of your state that answers to them. Have a lawyer read it first; this form is not legal advice.

Export {export} of room {room}: events {first} to {last} ({count} events, {hidden} with words hidden, {erased} erased
by order). Made {at} (UTC) by {maker} for {recipient}.

I, ______________________________, declare:

1. I work for ______________________________ as ______________________________. I know how its message service keeps
   records, and I am qualified to make this certification.

2. How the record is made. The service writes each message, change of a message, and coming or going of a member
   into the log of its room, at the time when it happens, as a regular part of its work. Each entry has the next
   number and the time of the server's clock. For each entry the service computes a SHA-256 digest over the entry and
   over the digest of the entry before it. The database refuses to change or remove entries. Words can be erased only
   by order; that is an entry of its own, and the digests stay as they were.

3. How this copy was made. The service wrote the entries named above to the file record.jsonl by an automatic process
   that produces an accurate copy. It listed the SHA-256 hash of every file in manifest.json and signed that list
   with the key whose fingerprint is {fingerprint}.

4. How it was checked. On ____________ I ran the verifier that comes with the copy. It found every hash, every digest
   and the signature in order. Words marked as hidden were left out when the copy was made, and not changed: their
   salted hash is still part of the digests.

5. The times at which members first saw an entry are kept beside the log. They are covered by the signature of this
   copy and not by the chain of digests.

I declare under penalty of perjury that this is true and correct.

Date: ____________        Signature: ______________________________        Name: ______________________________
"""


def certification(scope: Scope, counts: Mapping[str, int], fingerprint: str) -> str:
    """A form for a qualified person; in English, as the rules that it is for."""
    return _CERTIFICATION.format(
        export=scope.export_id,
        room=scope.room.public_id,
        first=scope.first,
        last=scope.last,
        at=scope.at.strftime("%Y-%m-%d %H:%M"),
        maker=scope.maker,
        recipient=scope.recipient,
        fingerprint=fingerprint,
        **counts,
    )


def facts(scope: Scope) -> list[tuple[str, str]]:
    """What a reader must know of an export, as pairs of a name and words."""
    head = {"first": scope.first, "last": scope.last, "head": scope.head_seq}
    return [
        (_("Room"), f"{scope.room.name} ({scope.room.public_id})"),
        (_("For"), scope.recipient),
        (_("Purpose"), scope.purpose),
        (_("Made"), f"{moment(scope, scope.at)} · {scope.maker}"),
        (_("Events"), _("%(first)d to %(last)d; the room was at %(head)d") % head),
        (_("Times"), _("as in %(zone)s") % {"zone": scope.zone.key}),
        (_("Export"), scope.export_id),
    ]


def moment(scope: Scope, at: object) -> str:
    """A day and time in the zone of the export, to the second."""
    return date_format(at.astimezone(scope.zone), "D, N j, Y, H:i:s")  # type: ignore[attr-defined]


def heading(entry: Entry) -> str:
    """What kind of event it is, and whom or what it concerns."""
    event = entry.event
    label = _("photo erased by order") if "file" in event.data else str(Kind(event.kind).label)
    return f"{label} → {event.target}" if event.target is not None else label


def item(scope: Scope, entry: Entry) -> str:
    """What a message tells that was done on one of the room's pages; empty for every other."""
    found = items.item_of(entry.event.data)
    if found is None:
        return ""
    day = partial(date_format, format="D, N j, Y")
    said = items.sentence(found, moment=partial(moment, scope), day=day)
    return ": ".join(part for part in (said, ", ".join([*_whom(scope, found), *items.chips(found)])) if part)


def _whom(scope: Scope, item: Item) -> list[str]:
    """The child it is about, where the room has several."""
    if items.CHILD not in item.facts:
        return []
    prefetch_related_objects([scope.room], "family__children")
    return [
        child.first_name for child in scope.room.family.children.all() if child.public_id == item.facts[items.CHILD]
    ]


def on_paper(scope: Scope, entry: Entry) -> str:
    """That a message came on paper: when it was written, who typed it in; empty if it did not."""
    about = entry.event.data.get("paper")
    if about is None:
        return ""
    names = [member.shown_name for member in scope.members.values() if member.public_id == about["by"]]
    values = {"day": date_format(date.fromisoformat(about["on"]), "D, N j, Y"), "name": "".join(names)}
    return _("written on paper on %(day)s, typed in by %(name)s") % values


def absences(scope: Scope, entry: Entry) -> list[str]:
    """Why words or photos are not there; empty if they are, or if there never were any."""
    found = [_words_absent(scope, entry)]
    if entry.photos_hidden is not None:
        values = {"by": scope.maker, "why": entry.photos_hidden.why}
        found.append(_("Photos hidden by %(by)s, not changed: %(why)s") % values)
    found += [_("Photo erased by order (event %(order)d).") % {"order": one} for one in entry.photos_erased.values()]
    return [one for one in found if one]


def _words_absent(scope: Scope, entry: Entry) -> str:
    if entry.erased is not None:
        return _("Erased by order (event %(order)d), not changed.") % {"order": entry.erased}
    if entry.hidden is None:
        return ""
    values = {"by": scope.maker, "why": entry.hidden.why}
    if entry.hidden.instead:
        return _("Partly hidden by %(by)s, not changed: %(why)s") % values
    return _("Hidden by %(by)s, not changed: %(why)s") % values
