"""The text that was rendered last, as an answers file keeps it, so that a merge knows what each side has changed.

"# Relay\n\nGo.\n" → zlib behind the first bytes of its SHA-256, in base85, in rows
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from wizard.digests import sha256_hex
from wizard.errors import WizardError
from wizard.limits import MAX_PLAN_FILE_BYTES
from wizard.plans.merge.line_hashes import hash_lines
from wizard.plans.merge.line_matching import split_lines

Base: TypeAlias = "str | tuple[str, ...]"
"""What was rendered when the plan was saved last: its text, or the hashes of its lines, as earlier versions kept it."""

_DIGEST_BYTES: Final = 8
_ROW_CHARACTERS: Final = 100


def has_base_lines(base: Base | None, lines: Sequence[str]) -> bool:
    """Whether lines are what was rendered last."""
    if isinstance(base, str):
        return split_lines(base) == tuple(lines)
    return base is not None and hash_lines(lines) == base


class DamagedBaseError(WizardError):
    """Raised when a text that was kept in an answers file is not there as it was written."""

    def __init__(self) -> None:
        super().__init__("what was saved last is damaged")


def write_base(text: str) -> str:
    """Return a text in rows of base85."""
    import zlib
    from base64 import b85encode

    content = text.encode("utf-8", "replace")
    packed = b85encode(_digest(content) + zlib.compress(content, 9)).decode("ascii")
    return "".join(f"{packed[at : at + _ROW_CHARACTERS]}\n" for at in range(0, len(packed), _ROW_CHARACTERS))


def read_base(written: str) -> str:
    """Return the text that `write_base` was given; raise DamagedBaseError if any of it has changed."""
    import zlib
    from base64 import b85decode

    reader = zlib.decompressobj()
    try:
        packed = b85decode("".join(written.split()))
        # A few bytes may stand for gigabytes: no more is made of them than a plan can have.
        content = reader.decompress(packed[_DIGEST_BYTES:], MAX_PLAN_FILE_BYTES)
        text = content.decode("utf-8")
    except (ValueError, zlib.error) as error:
        raise DamagedBaseError from error
    if not reader.eof or reader.unused_data or packed[:_DIGEST_BYTES] != _digest(content):
        raise DamagedBaseError
    return text


def _digest(content: bytes) -> bytes:
    return bytes.fromhex(sha256_hex(content))[:_DIGEST_BYTES]
