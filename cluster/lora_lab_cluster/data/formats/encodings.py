"""Decodes bytes as a browser's `TextDecoder` does, by the WHATWG encoding standard."""

from __future__ import annotations

import codecs
from functools import cache

from ...errors import LabError

_WIDE = {"utf-8": b"\xef\xbb\xbf", "utf-16le": b"\xff\xfe", "utf-16be": b"\xfe\xff"}
"""Byte order marks, which a decoder drops."""

_PYTHON = {
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "ibm866": "cp866",
    "windows-874": "cp874",
    "iso-8859-8-i": "iso8859_8",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "gbk": "gb18030",
    "big5": "big5hkscs",
}
"""Python's codec where its name is another than the standard's."""

_MULTIBYTE = {"shift_jis", "euc-kr", "gbk", "gb18030", "big5", "euc-jp", "iso-2022-jp"}
_OWN = {"koi8-u": {0xAE: "\u045e", 0xBE: "\u040e"}}
"""Bytes that the standard reads in another way than Python's codec."""


def decode(data: bytes, encoding: str) -> str:
    """Decodes a whole file; what is not valid becomes U+FFFD."""
    data = data.removeprefix(_WIDE.get(encoding, b""))
    if encoding in _WIDE or encoding in _MULTIBYTE:
        return data.decode(_PYTHON.get(encoding, encoding), errors="replace")
    # `charmap` with a text of 256 characters is the codec of its table.
    return codecs.charmap_decode(data, "replace", _table(encoding))[0]


@cache
def _table(encoding: str) -> str:
    """The characters of the 256 bytes of an encoding with one byte a character."""
    if encoding == "x-user-defined":
        return "".join(chr(byte if byte < 0x80 else 0xF700 + byte) for byte in range(256))
    codec = _PYTHON.get(encoding, encoding)
    try:
        codecs.lookup(codec)
    except LookupError:
        raise LabError(
            f"{encoding} is an encoding that Python does not have.", "Save the file as UTF-8, and choose no encoding."
        ) from None
    own = _OWN.get(encoding, {})
    return "".join(own.get(byte) or _character(byte, codec) for byte in range(256))


def _character(byte: int, codec: str) -> str:
    try:
        return bytes([byte]).decode(codec)
    except UnicodeDecodeError:
        # The standard reads what the Windows code pages leave undefined below 0xA0 as control characters.
        return chr(byte) if byte < 0xA0 else "\ufffd"
