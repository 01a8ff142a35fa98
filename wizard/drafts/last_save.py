"""What a draft remembers of the plan that it was saved to last, or opened from."""

from __future__ import annotations

from msgspec import Struct

from wizard.files.atomic import sha256_hex


class LastSave(Struct, frozen=True):
    """A plan and its answers file as the draft wrote them last, or read them when it was opened from them."""

    plan_path: str
    plan: str = ""
    """The digest of the plan; empty when there was none."""
    answers: str = ""
    """The digest of the answers file; empty in drafts of versions that did not record it."""
    day: str = ""
    """What `today` stands for in the plan; empty where the template does not read it."""


def content_digest(content: bytes | None) -> str:
    """Return the SHA-256, in hex, of a text file's content, whatever its line ends and byte order mark; '' for None."""
    if content is None:
        return ""
    return sha256_hex(content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n"))
