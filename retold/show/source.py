"""A source as it was found, as markup: what was read, fields, what was left out, damage, and places to link to."""

from __future__ import annotations

from html import escape
from itertools import pairwise

from retold import kinds

# Of a stretch that was left out this much is shown at either end: navigation and scripts can be longer than the report.
_SHOWN_OF_DROPPED = 160
_MARKUP_REASONS = ("markup", "script", "style", "comment")


def visible(text: str) -> str:
    """`text` for a page: escaped, and control characters and direction overrides made visible."""
    out = []
    for char in text:
        code = ord(char)
        if (
            (code < 32 and char not in "\n\t")
            or 0x7F <= code < 0xA0
            or 0x202A <= code <= 0x202E
            or 0x2066 <= code <= 0x2069
        ):
            out.append("\ufffd")
        else:
            out.append(char)
    return escape("".join(out).replace("\r", ""))


def render_source(report: kinds.Report, text: str, prefix: str, wanted: set[tuple[int, int]]) -> str:
    """The decoded source as markup, with an anchor `{prefix}-{start}-{end}` for each span in `wanted`."""
    layers: list[tuple[int, int, str]] = []
    for sentence in report.sentences:
        layers += [(s.start, s.end, "t") for s in sentence.spans]
    fields = [d.span for d in report.dates] + [b.span for b in report.bylines] + [c.span for c in report.credits]
    fields += [w.span for w in report.witnesses] + [report.dateline.span if report.dateline else None]
    layers += [(s.start, s.end, "f") for s in fields if s is not None]
    for dropped in report.dropped:
        if dropped.reason == "label of a field":
            layers.append((dropped.span.start, dropped.span.end, "f"))
            continue
        quiet = "m" if any(word in dropped.reason for word in _MARKUP_REASONS) else "x"
        layers.append((dropped.span.start, dropped.span.end, quiet))
    layers += [(d.span.start, d.span.end, "d") for d in report.defects]
    layers += [(s, e, "") for s, e in wanted]
    layers = [(max(0, s), min(len(text), e), c) for s, e, c in layers if s < e]
    bounds = sorted({0, len(text), *(s for s, _, _ in layers), *(e for _, e, _ in layers)})
    opens: dict[int, list[tuple[int, str]]] = {}
    closes: dict[int, list[str]] = {}
    for start, end, kind in layers:
        opens.setdefault(start, []).append((end, kind))
        closes.setdefault(end, []).append(kind)
    anchors: dict[int, list[str]] = {}
    for start, end in sorted(wanted):
        anchors.setdefault(start, []).append(f"{prefix}-{start}-{end}")
    active: dict[str, int] = {}
    is_page = report.media_type.endswith(("html", "xml"))
    out: list[str] = []
    hidden = False
    for lo, hi in pairwise(bounds):
        for kind in closes.get(lo, ()):
            active[kind] -= 1
        for _, kind in opens.get(lo, ()):
            active[kind] = active.get(kind, 0) + 1
        now = {kind for kind, count in active.items() if count > 0}
        piece = text[lo:hi]
        ids = anchors.get(lo, [])
        read = bool(now & {"t", "f"})
        if not read and ("m" in now or (is_page and "x" not in now)):
            if not hidden and piece.strip():
                out.append('<span class="cut"> ⋯ </span>')
                hidden = True
            out += [f'<span id="{i}"></span>' for i in ids]
            continue
        hidden = False
        classes = " ".join(c for c in ("f", "d") if c in now)
        if not read and "x" in now:
            classes = (classes + " x").strip()
            if len(piece) > 3 * _SHOWN_OF_DROPPED:
                cut = len(piece) - 2 * _SHOWN_OF_DROPPED
                shown = visible(piece[:_SHOWN_OF_DROPPED]) + f'<span class="cut"> ⋯ {cut:,} characters ⋯ </span>'
                shown += visible(piece[-_SHOWN_OF_DROPPED:])
            else:
                shown = visible(piece)
        else:
            shown = visible(piece)
        for extra in ids[1:]:
            out.append(f'<span id="{extra}"></span>')
        attributes = (f' id="{ids[0]}"' if ids else "") + (f' class="{classes}"' if classes else "")
        out.append(f"<span{attributes}>{shown}</span>" if attributes else shown)
    return "".join(out)
