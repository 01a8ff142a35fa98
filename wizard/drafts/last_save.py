"""What a draft remembers of the plan that it was saved to last, or opened from."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wizard.digests import sha256_hex

CLASHES = "!"
"""In front of the key of an edit that clashes with an answer."""


class ReadMark(Struct, frozen=True):
    """Up to where a plan's edits made by hand have been read; see the fields of `LastSave` of the same names."""

    read: str = ""
    refused: str = ""
    read_delta: str = ""


class LastSave(Struct, frozen=True):
    """A plan and its answers file as the draft wrote them last, or read them when it was opened from them."""

    plan_path: str
    plan: str = ""
    """The digest of the plan; empty when there was none."""
    answers: str = ""
    """The digest of the answers file; empty in drafts of versions that did not record it."""
    day: str = ""
    """What `today` stands for in the plan; empty where the template does not read it."""
    read: str = ""
    """The digest of the plan whose edits made by hand are in the answers; empty when none were looked for."""
    refused: str = ""
    """The keys, with blanks between, of edits made by hand that are not to become answers.

    Those that clash with an answer have `!` in front: once the save has settled that, what is left of them can be read.
    """
    read_delta: str = ""
    """What the plan that was read has otherwise than what was rendered (`wizard.plans.read_back.line_delta`)."""

    @property
    def read_mark(self) -> ReadMark:
        """Up to where the plan's edits have been read."""
        return ReadMark(self.read, self.refused, self.read_delta)

    def with_read_mark(self, mark: ReadMark) -> LastSave:
        """Return the same with its edits read up to another place."""
        return replace(self, read=mark.read, refused=mark.refused, read_delta=mark.read_delta)

    @property
    def unread_keys(self) -> frozenset[str]:
        """The keys of all edits that were not read."""
        return frozenset(key.removeprefix(CLASHES) for key in self.refused.split())

    @property
    def refused_keys(self) -> frozenset[str]:
        """The keys of those that the user has refused, which hold beyond the next save."""
        return frozenset(key for key in self.refused.split() if not key.startswith(CLASHES))


def wanted_path(last_save: LastSave | None, save_to: str) -> Path | None:
    """Return where a plan was saved last, or is wanted (`save_to`, which may be empty); None when nobody said so."""
    named = save_to if last_save is None else last_save.plan_path
    return Path(named) if named else None


def content_digest(content: bytes | None) -> str:
    """Return the SHA-256, in hex, of a text file's content, whatever its line ends and byte order mark; '' for None."""
    if content is None:
        return ""
    return sha256_hex(content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n"))
