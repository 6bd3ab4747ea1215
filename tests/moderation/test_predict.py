"""`manage.py predict`: the product's own answers about a file of cases."""

import json

import pytest
from django.core.management import CommandError, call_command


def predict(capsys, *args):
    call_command("predict", *map(str, args))
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def cases(tmp_path, *rows):
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", encoding="utf-8")
    return path


def test_contact_prints_the_spans_of_each_case(tmp_path, capsys):
    path = cases(tmp_path, {"id": "a", "text": "call 614-555-0143"}, {"id": "b", "text": "5 ml at 8"})
    assert predict(capsys, "contact", path) == [
        {"id": "a", "spans": [{"start": 5, "end": 17, "kind": "phone"}]},
        {"id": "b", "spans": []},
    ]


def test_sequences_prints_whether_a_detail_comes_out(tmp_path, capsys):
    path = cases(tmp_path, {"id": "a", "messages": ["614", "555", "0143"]}, {"id": "b", "messages": ["hi", "5 ml"]})
    assert predict(capsys, "sequences", path) == [{"id": "a", "leak": True}, {"id": "b", "leak": False}]


def test_what_it_cannot_predict_is_refused(tmp_path):
    with pytest.raises(CommandError):
        call_command("predict", "weather", str(cases(tmp_path)))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        call_command("predict", "contact", str(tmp_path / "missing.jsonl"))
