"""A user's own model: what it says is kept only where it stands in the report, and a bad answer loses no report."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold import kinds
from retold.errors import ModelError, UsageError
from retold.facts import extract_one
from retold.facts.model_endpoint import ANSWER_BYTES, decoded, stretches_of
from retold.facts.names import Names
from retold.facts.own_model import Answer, ModelWarning, from_mappings, from_parse, kept, merged, with_model
from retold.facts.reading import Reading
from retold.facts.statements import find_statements
from retold.kinds import Span
from retold.settings import DEFAULTS
from tests.facts.prose import reading_of

TEXT = (
    "The bridge over the Ostrel is closed, harbour master Ida Brock said on Monday. For Tomas Wend, who runs the "
    "ferry, it is good news: more boats, fuller boats, and a ticket that pays."
)
NO_NAMES = Names([], [], [])
WEND = {
    "speaker": "Tomas Wend",
    "source": "Tomas Wend",
    "cue": "it is good news",
    "content": ["more boats, fuller boats"],
}


def with_setting(model: str, seconds: float = 5.0, chars: int = 12_000) -> Any:
    return msgspec.structs.replace(DEFAULTS, facts_model=model, facts_model_seconds=seconds, facts_model_chars=chars)


class Stub:
    """A server of ours that answers what a test tells it to, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.reply: Callable[[BaseHTTPRequestHandler], None] = lambda handler: None
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                stub.asked.append(json.loads(body))
                stub.headers.append({k.lower(): v for k, v in self.headers.items()})
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    stub.reply(self)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.reference = f"http://127.0.0.1:{self.server.server_port}/v1#small"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def says(self, words: str, status: int = 200) -> None:
        """Answers `words` as a message of the model."""
        self.sends(json.dumps({"choices": [{"message": {"content": words}}]}).encode(), status)

    def sends(self, body: bytes, status: int = 200, form: str = "application/json") -> None:
        """Answers `body` as it is."""

        def reply(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            handler.send_header("content-type", form)
            handler.send_header("content-length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)

        self.reply = reply


@pytest.fixture
def stub() -> Iterator[Stub]:
    pytest.importorskip("httpx")
    found = Stub()
    yield found
    found.server.shutdown()
    found.server.server_close()


def read(stub: Stub, **given: Any) -> list[kinds.Statement]:
    reading = reading_of(TEXT)
    return with_model([], reading, NO_NAMES, with_setting(stub.reference, **given))


def test_words_that_stand_in_the_report_are_kept_and_bear_the_models_name(stub: Stub) -> None:
    stub.says(json.dumps({"statements": [WEND]}))
    (found,) = read(stub)
    assert [TEXT[s.start : s.end] for s in found.content_spans] == ["more boats, fuller boats"]
    assert (found.speaker, found.cue, found.by) == (["Tomas Wend"], "it is good news", "small")
    assert found.speaker_span is not None
    assert TEXT[found.speaker_span.start : found.speaker_span.end] == "Tomas Wend"
    assert stub.asked[0]["model"] == "small"
    assert TEXT in stub.asked[0]["messages"][0]["content"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"content": ["more boats and fuller boats"]},
        {"content": ["more boats", "no such words"]},
        {"source": "Mr Wend"},
        {"speaker": "Tomas Wendt"},
        {"cue": "exulted"},
        {"content": [""]},
        {"content": [", "]},
        {"content": []},
        {"content": ["more boats, fuller boats"], "cue": "fuller boats"},
        {"content": [7]},
        {"source": ["Tomas Wend"]},
    ],
)
def test_a_statement_with_any_word_that_is_not_in_the_report_is_dropped(stub: Stub, wrong: dict[str, Any]) -> None:
    right = {
        "speaker": "Ida Brock",
        "source": "Ida Brock",
        "cue": "said",
        "content": ["The bridge over the Ostrel is closed"],
    }
    stub.says(json.dumps({"statements": [{**WEND, **wrong}, right]}))
    assert [s.speaker for s in read(stub)] == [["Ida Brock"]]


def test_json_in_a_fence_and_small_talk_around_it_is_read(stub: Stub) -> None:
    stub.says("Sure! Here it is:\n```json\n" + json.dumps([WEND]) + "\n```\nAnything else?")
    assert len(read(stub)) == 1


def test_a_server_that_streams_though_nobody_asked_is_read(stub: Stub) -> None:
    words = json.dumps({"statements": [WEND]})
    events = [
        "data: " + json.dumps({"choices": [{"delta": {"content": words[n : n + 9]}}]}) for n in range(0, len(words), 9)
    ]
    body = "\n\n".join([": hello", *events, 'data: {"choices": []}', "data: [DONE]"])
    stub.sends(body.encode(), form="text/event-stream; charset=utf-8")
    assert len(read(stub)) == 1


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "OpenAI-compatible"),
        (b"<html>busy</html>", "OpenAI-compatible"),
        (b'{"choices": []}', "OpenAI-compatible"),
        (b'{"choices": [{"message": {"content": null}}]}', "OpenAI-compatible"),
        (b"\xff\xfe\x00", "OpenAI-compatible"),
        (b"[" * 100_000, "OpenAI-compatible"),
        (json.dumps({"choices": [{"message": {"content": "I cannot help."}}]}).encode(), "no JSON"),
        (json.dumps({"choices": [{"message": {"content": '{"statements": [{'}}]}).encode(), "broken"),
        (json.dumps({"choices": [{"message": {"content": "[" * 100_000}}]}).encode(), "broken"),
        (json.dumps({"choices": [{"message": {"content": '{"quotes": 3}'}}]}).encode(), "statements"),
        (b"x" * (ANSWER_BYTES + 10), "more than"),
    ],
)
def test_an_answer_that_cannot_be_read_is_told_and_the_rules_stay(stub: Stub, body: bytes, reason: str) -> None:
    stub.sends(body)
    with pytest.warns(ModelWarning, match=reason):
        assert read(stub) == []


def test_an_event_stream_of_rubbish_is_told(stub: Stub) -> None:
    stub.sends(b"data: {]\n\n", form="text/event-stream")
    with pytest.warns(ModelWarning, match="event"):
        assert read(stub) == []


def test_a_server_in_trouble_costs_its_answer_and_one_that_refuses_ends_the_run(stub: Stub) -> None:
    stub.sends(b"oops", status=500)
    with pytest.warns(ModelWarning, match="HTTP 500"):
        assert read(stub) == []
    for status in (401, 404, 302):
        stub.sends(b"no", status=status)
        with pytest.raises(ModelError, match=f"HTTP {status}"):
            read(stub)


def test_a_silent_server_and_one_that_drips_are_waited_for_no_longer_than_said(stub: Stub) -> None:
    def silent(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(1.5)

    def drips(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(40):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.1)

    for reply in (silent, drips):
        stub.reply = reply
        began = time.monotonic()
        with pytest.warns(ModelWarning, match="took longer than 0.4 s"):
            assert read(stub, seconds=0.4) == []
        assert time.monotonic() - began < 1.4


def test_a_server_that_hangs_up_costs_its_answer(stub: Stub) -> None:
    stub.reply = lambda handler: handler.connection.close()
    with pytest.warns(ModelWarning):
        assert read(stub) == []


def test_nobody_at_the_address_ends_the_run_with_a_reason(stub: Stub) -> None:
    stub.server.shutdown()
    stub.server.server_close()
    with pytest.raises(ModelError, match="cannot be reached"):
        read(stub)


def test_a_key_comes_from_the_environment_and_from_nowhere_else(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    stub.says("[]")
    monkeypatch.delenv("RETOLD_MODEL_KEY", raising=False)
    read(stub)
    monkeypatch.setenv("RETOLD_MODEL_KEY", "k1")
    read(stub)
    assert [h.get("authorization") for h in stub.headers] == [None, "Bearer k1"]


def test_a_long_report_is_put_to_the_model_in_pieces_that_lose_nothing(stub: Stub) -> None:
    stub.says("[]")
    read(stub, chars=60)
    assert len(stub.asked) > 2
    assert "".join(stretches_of(TEXT, 60)) == TEXT


def test_an_address_without_a_model_or_an_unknown_form_is_a_wrong_call() -> None:
    for wrong in ("http://127.0.0.1:9/v1", "gpt", "python:nothing", "spacy:"):
        with pytest.raises(UsageError):
            with_model([], reading_of(TEXT), NO_NAMES, with_setting(wrong))
    for missing in ("python:no_such_module_here:f", "python:json:no_such_name", "spacy:xx_no_such_pipeline"):
        with pytest.raises(ModelError):
            with_model([], reading_of(TEXT), NO_NAMES, with_setting(missing))


def answers_of_ours(text: str) -> list[dict[str, Any]]:
    return [WEND]


def fails(text: str) -> list[dict[str, Any]]:
    raise RuntimeError("out of memory")


def test_a_function_is_a_model_too_and_what_it_raises_is_told() -> None:
    name = f"python:{__name__}:answers_of_ours"
    (found,) = with_model([], reading_of(TEXT), NO_NAMES, with_setting(name))
    assert found.by == f"{__name__}:answers_of_ours"
    with pytest.warns(ModelWarning, match="out of memory"):
        with_model([], reading_of(TEXT), NO_NAMES, with_setting(f"python:{__name__}:fails"))


def test_what_the_rules_found_stays_theirs_and_spans_end_up_in_the_source() -> None:
    """The model repeats what the rules know, with other borders, and adds one of its own."""
    reading = reading_of(TEXT)
    whole = kinds.Segment(text_start=0, text_end=len(TEXT), source_start=9, source_end=9 + len(TEXT), op="copy")
    report = msgspec.structs.replace(reading.report, segments=[whole])
    plain = extract_one(report, DEFAULTS).facts.statements
    both = extract_one(report, with_setting(f"python:{__name__}:answers_of_ours")).facts.statements
    assert [s.by for s in plain] == [None]
    assert plain[0] in both
    assert [s.by for s in both if s not in plain] == [f"{__name__}:answers_of_ours"]
    again = kept([Answer("Ida Brock", None, None, ["bridge over the Ostrel is closed"])], reading, NO_NAMES, "m")
    ours = find_statements(reading, NO_NAMES)
    assert again
    assert merged(ours, again) == ours
    (added,) = [s for s in both if s.by]
    assert added.content_spans[0].start == 9 + TEXT.index("more boats")


def parse(text: str) -> Any:
    """What spaCy would give for "Ida Brock believes the bridge will open.", by hand: its pipelines are not ours to ship."""
    words = "Ida Brock believes the bridge will open".split()
    tokens, at = [], 0
    for word in words:
        tokens.append(SimpleNamespace(text=word, idx=text.index(word, at), dep_="", children=[], lemma_=word.lower()))
        at = tokens[-1].idx + 1
    ida, brock, believes, the, bridge, will, opens = tokens
    believes.lemma_ = "believe"
    for child, head, relation in (
        (ida, brock, "compound"), (brock, believes, "nsubj"), (believes, believes, "ROOT"), (the, bridge, "det"),
        (bridge, opens, "nsubj"), (will, opens, "aux"), (opens, believes, "ccomp"),
    ):  # fmt: skip
        child.head, child.dep_ = head, relation
        head.children = [*head.children, child] if head is not child else head.children
    brock.subtree, opens.subtree = [ida, brock], [the, bridge, will, opens]

    class Doc(list):  # type: ignore[type-arg]
        sents: tuple[()] = ()

    return Doc(tokens)


def test_a_parsed_text_gives_the_clauses_that_verbs_of_saying_govern() -> None:
    text = "Ida Brock believes the bridge will open."
    answers = from_parse(parse(text))
    (found,) = kept(answers, reading_of(text), NO_NAMES, "en_core")
    assert [text[s.start : s.end] for s in found.content_spans] == ["the bridge will open"]
    assert (found.speaker, found.cue, found.by) == (["Ida Brock"], "believes", "en_core")


def test_words_that_stand_twice_are_taken_where_their_speaker_is() -> None:
    text = "Port is closed. " + "Nothing moved on the quay all day. " * 30 + "Port is closed, said Ida Brock."
    (found,) = kept([Answer(None, "Ida Brock", "said", ["Port is closed"])], reading_of(text), NO_NAMES, "m")
    assert found.content_spans[0].start > 500


def test_off_by_default_and_then_nothing_of_it_is_loaded() -> None:
    assert DEFAULTS.facts_model == ""
    code = (
        "import sys; from retold.facts import extract_one; "
        "sys.exit(any('own_model' in m or 'model_endpoint' in m or m == 'httpx' for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["content", "speaker", "said", "boats"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["statements", "content", "speaker", "source", "cue"]), inner, max_size=5)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(given_=JSON)
def test_whatever_json_comes_back_spans_lie_in_the_text(given_: Any) -> None:
    try:
        answers = from_mappings(given_)
    except ModelError:
        return
    for found in kept(answers, Reading(reading_of(TEXT).report), NO_NAMES, "m"):
        assert all(0 <= s.start < s.end <= len(TEXT) for s in found.content_spans)


@settings(max_examples=100, deadline=None)
@given(words=st.text(max_size=60))
def test_whatever_words_come_back_they_are_json_or_an_error_of_ours(words: str) -> None:
    with contextlib.suppress(ModelError):
        decoded(words)


def test_spans_outside_the_text_are_dropped() -> None:
    assert kept([Answer(None, None, None, [Span(10, 10_000)])], reading_of(TEXT), NO_NAMES, "m") == []


def test_a_trace_asked_for_with_a_model_has_its_statements_and_says_whose_they_are(stub: Stub, tmp_path: Path) -> None:
    stub.says(json.dumps({"statements": [WEND]}))
    report = tmp_path / "ferry.txt"
    report.write_text("Bridge over the Ostrel closed\n\n" + TEXT, encoding="utf-8")
    command = [sys.executable, "-m", "retold", "trace", str(report), "--json", "-", "--set"]
    done = subprocess.run([*command, f"facts_model={stub.reference}"], capture_output=True, check=True)
    facts = json.loads(done.stdout)["reports"][0]["facts"]
    assert [s["cue"] for s in facts["statements"] if s["by"] == "small"] == ["it is good news"]
    gone = subprocess.run([*command, "facts_model=http://127.0.0.1:9/v1#m"], capture_output=True, check=False)
    assert gone.returncode == 1
    assert b"cannot be reached" in gone.stderr
