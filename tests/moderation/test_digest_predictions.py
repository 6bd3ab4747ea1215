"""What the yardstick reads is what the digest says."""

import json

from moderation.predictions.digest import predict


def _room(*said):
    return {
        "id": "room-1",
        "timezone": "-07:00",
        "messages": [
            {"id": f"m{n}", "ts": f"2031-05-05T09:{n:02}:00-07:00", "sender": name, "role": role, "text": text}
            for n, (name, role, text) in enumerate(said)
        ],
    }


def test_a_transcript_becomes_a_digest(tmp_path):
    room = _room(
        ("Brianna Winter", "foster_parent", "The dentist is Wednesday at 3:15"),
        ("Ana Gutierrez", "birth_parent", "I'll be there"),
        ("Ana Gutierrez", "birth_parent", "how much of the syrup does she take?"),
        ("Ana Gutierrez", "birth_parent", "call me at 303-555-0142"),
    )
    path = tmp_path / "rooms.json"
    path.write_text(json.dumps([room]), encoding="utf-8")
    found = predict(path)["room-1"]
    assert found["appointments"] == [{"msg_id": "m0", "when": "2031-05-07T15:15"}]
    assert found["commitments"] == [{"msg_id": "m1", "who": "Ana Gutierrez", "due": "2031-05-07T15:15"}]
    assert found["unanswered"] == ["m2"]
    assert found["contact_leaks"] == ["m3"]
    assert found["participation"]["Ana Gutierrez"] == {"messages": 3, "words": 15}
    assert all(line["msg_ids"] and "0142" not in line["text"] for line in found["lines"])
