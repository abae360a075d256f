#!/usr/bin/env python3
"""check_html.py FILE: whether a page is closed tag by tag and needs nothing from elsewhere; prints its words, one run of
text a line, and each PNG in it as WIDTHxHEIGHT and its bytes."""
import base64
import html.parser
import pathlib
import re
import struct
import sys
import zlib

VOID = {"meta", "img", "br", "link", "input", "hr"}


def decoded_png(data):
    """Eight-bit grey without filters, which is all that is expected."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n", "no PNG"
    chunks, rest = [], data[8:]
    while rest:
        (length,) = struct.unpack(">I", rest[:4])
        kind, body = rest[4:8], rest[8 : 8 + length]
        assert struct.unpack(">I", rest[8 + length : 12 + length]) == (zlib.crc32(kind + body),), "checksum"
        chunks.append((kind, body))
        rest = rest[12 + length :]
    assert [kind for kind, _ in chunks] == [b"IHDR", b"IDAT", b"IEND"], chunks
    width, height, *rest = struct.unpack(">IIBBBBB", chunks[0][1])
    assert rest == [8, 0, 0, 0, 0], rest
    rows = zlib.decompress(chunks[1][1])
    assert len(rows) == height * (width + 1) and not any(rows[:: width + 1]), "rows"
    pixels = b"".join(rows[y * (width + 1) + 1 : (y + 1) * (width + 1)] for y in range(height))
    return f"{width}x{height} {pixels.hex()}"


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.ids, self.faults, self.words = [], [], [], []

    def handle_starttag(self, tag, attributes):
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attributes:
            if name == "id":
                self.ids.append(value)
            if name in ("src", "href", "xlink:href") and not value.startswith(("#", "data:")):
                self.faults.append(f"{tag} needs {value}")
            if name == "src" and value.startswith("data:image/png;base64,"):
                self.words.append(decoded_png(base64.b64decode(value.split(",")[1], validate=True)))
        if tag == "script":
            self.faults.append("a script")

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")

    def handle_data(self, data):
        if self.open[-1:] == ["style"]:
            if re.search(r"url\(|@import", data):
                self.faults.append("a style from elsewhere")
        elif data.strip():
            self.words.append(" ".join(data.split()))


def main():
    page = Page()
    page.feed(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    page.close()
    if page.open:
        page.faults.append(f"left open: {page.open}")
    if len(set(page.ids)) != len(page.ids):
        page.faults.append("an id stands twice")
    print("\n".join(page.words + page.faults))
    return 1 if page.faults else 0


if __name__ == "__main__":
    sys.exit(main())
