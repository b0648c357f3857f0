"""PDFs for the tests: text set at given places in one font."""

from __future__ import annotations

# (left, baseline, size, words) in points
Line = tuple[float, float, float, str]


def make_pdf(pages: list[list[Line]], info: str = "", encrypted: bool = False) -> bytes:
    """A PDF with the given lines on each page of A4; `encrypted` locks it with a password that nobody has."""
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", font.encode()]
    kids = []
    for page in pages:
        parts = []
        for left, baseline, size, words in page:
            shown = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            parts.append(f"BT /F1 {size} Tf {left} {baseline} Td ({shown}) Tj ET")
        body = " ".join(parts).encode("cp1252")
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(body), body))
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    trailer = ""
    if info:
        objects.append(f"<< {info} >>".encode())
        trailer += f" /Info {len(objects)} 0 R"
    if encrypted:
        keys = f"/O <{'41' * 32}> /U <{'42' * 32}>"
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /P -4 {keys} >>".encode())
        trailer += f" /Encrypt {len(objects)} 0 R /ID [<00><00>]"
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R{trailer} >>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)
