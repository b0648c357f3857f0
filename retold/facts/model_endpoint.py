"""A model behind an OpenAI-compatible address: one question for each stretch of a report, one JSON answer back.

httpx is imported when the first question is asked, and only the address that the user gave is ever called: no
redirect is followed and no proxy or key file of the environment is read. A key, where the server wants one, is
taken from the variable RETOLD_MODEL_KEY, so that it stands in no setting and no record.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from typing import Any

from retold.errors import ModelError, UsageError
from retold.facts.own_model import Answer, Model, from_mappings

# An answer larger than this is not read to its end, in bytes: a whole report's statements take a tenth.
ANSWER_BYTES = 2_000_000
KEY_VARIABLE = "RETOLD_MODEL_KEY"

QUESTION = """\
List every statement in the news text below: who said what. Answer with JSON alone, in this form:
{"statements": [{"speaker": "...", "source": "...", "cue": "...", "content": ["..."]}]}
"source" is the words that name the speaker there ("he"), "speaker" the full name as the text has it, "cue" the word of
saying, "content" what was said, one string for each unbroken stretch. Every string must be copied from the text,
letter for letter, and content must not repeat the cue. What the narrator says himself is no statement.

"""


def endpoint(reference: str, seconds: float, chars: int) -> Model:
    """The model at "http://host/v1#name"."""
    address, _, name = reference.partition("#")
    if not name:
        raise UsageError(f'facts_model is "{reference}": write the model\'s name behind it, {address}#name')
    url = address.rstrip("/") + "/chat/completions"

    def ask(text: str) -> Iterator[Answer]:
        for part in stretches_of(text, chars):
            yield from from_mappings(decoded(post(url, name, part, seconds)))

    return Model(name, ask)


def stretches_of(text: str, chars: int) -> Iterator[str]:
    """`text` in stretches of at most `chars` characters, cut between paragraphs where there is one."""
    at = 0
    while at < len(text):
        end = min(len(text), at + chars)
        if end < len(text):
            cut = max(text.rfind("\n", at + chars // 2, end), text.rfind(". ", at + chars // 2, end))
            end = cut + 1 if cut > at else end
        if text[at:end].strip():
            yield text[at:end]
        at = end


def post(url: str, name: str, text: str, seconds: float) -> str:
    """What the model answers to the question about `text`.

    Raises:
        ModelError: no answer in time, one that is too large, or none at all; fatal where no further one is to be had.
    """
    try:
        import httpx
    except ImportError as error:
        raise ModelError('facts_model with an address needs httpx: pip install "retold[fetch]"', fatal=True) from error
    asked = {
        "model": name,
        "messages": [{"role": "user", "content": QUESTION + text}],
        "temperature": 0,
        "seed": 0,
        "stream": False,
    }
    key = os.environ.get(KEY_VARIABLE)
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    body = bytearray()
    until = time.monotonic() + seconds
    try:
        with (
            httpx.Client(trust_env=False, timeout=seconds, follow_redirects=False) as client,
            client.stream("POST", url, json=asked, headers=headers) as answer,
        ):
            if answer.status_code != 200:
                refused = answer.status_code in (301, 302, 307, 308, 401, 403, 404, 405)
                raise ModelError(f"{url} answered HTTP {answer.status_code}", fatal=refused)
            streamed = "event-stream" in answer.headers.get("content-type", "")
            for chunk in answer.iter_bytes():
                body += chunk
                if len(body) > ANSWER_BYTES:
                    raise ModelError(f"{url} answered more than {ANSWER_BYTES} bytes")
                if time.monotonic() > until:
                    raise ModelError(f"{url} took longer than {seconds:g} s (facts_model_seconds)")
    except httpx.TimeoutException as error:
        raise ModelError(f"{url} took longer than {seconds:g} s (facts_model_seconds)") from error
    except httpx.ConnectError as error:
        raise ModelError(f"{url} cannot be reached: {error}", fatal=True) from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise ModelError(f"{url}: {str(error) or type(error).__name__}") from error
    shown = body.decode("utf-8", "replace")
    return _from_events(shown) if streamed else _from_message(shown)


def _from_message(body: str) -> str:
    """The model's words in the one message of an answer."""
    try:
        return _text(json.loads(body)["choices"][0]["message"]["content"])
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise ModelError("the answer is not that of an OpenAI-compatible server") from error


def _from_events(body: str) -> str:
    """The same of a server that streams whatever it was asked."""
    words = []
    for line in body.splitlines():
        if not line.startswith("data:") or line[5:].strip() in ("", "[DONE]"):
            continue
        try:
            choice = json.loads(line[5:])["choices"]
            words.append(_text(choice[0]["delta"].get("content") or "") if choice else "")
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
            raise ModelError("the answer streams what is no OpenAI-compatible event") from error
    return "".join(words)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"words of the type {type(value).__name__}")
    return value


def decoded(words: str) -> Any:
    """The JSON in a model's words, with the fence or the small talk around it left out.

    Raises:
        ModelError: there is none.
    """
    fenced = re.search(r"```(?:json)?\s*(.*?)```", words, re.S)
    inner = fenced.group(1) if fenced else words
    begin = min((p for p in (inner.find("{"), inner.find("[")) if p >= 0), default=-1)
    if begin < 0:
        raise ModelError("the answer holds no JSON")
    try:
        return json.JSONDecoder().raw_decode(inner[begin:])[0]
    except (ValueError, RecursionError) as error:
        raise ModelError("the answer's JSON is broken") from error
