"""Files as a bad disk, a bad program or a bad neighbour would leave them."""

from __future__ import annotations

import random

HOSTILE = [
    b"\x00" * 64,
    b"\xff\xfe\xfa",
    b"\xef\xbb\xbf",
    b"\r\n",
    b"\x1b]0;title\x07\x1b[2J",
    b"\xe2\x80\xae",
    b'"\\ud800"',
    b"!!python/object/apply:os.system [id]",
    b"&a [*a, *a]",
    b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
    b"*unknown",
    b"<<: {a: 1}",
    b"[" * 300,
    b"{" * 300,
    b"- " * 300,
    b"9" * 5000,
    b"-1",
    b"1e999",
    b".nan",
    b"NaN",
    b"null",
    b"true",
    b"---\n",
    b"...\n",
    b"\n",
    b'{"n":99999999999999999999,"do":"new","at":[["name"],[],0],"changes":[{"path":["answers","name"],"is":{"a":1}}]}\n',
    b'{"n":50,"do":"undo","at":[["name"],[],0]}\n',
    b'{"n":50,"do":"new","at":[["a","b"],["c"],7],"changes":[{"path":["answers"],"is":3}]}\n',
    b'{"n":51,"do":"new","at":[[],[],7],"changes":[{"path":["answers","steps",7,"title"],"is":[]}]}\n',
    b'{"n":52,"do":"new","at":[[],[],7],"changes":[{"path":["unfinished","[["],"is":"x"}]}\n',
    b'{"n":53,"do":"new","at":[[],[],7],"changes":[{"path":["unfinished"],"is":"x"}]}\n',
    b"x" * 100_000,
]


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The content with one to three things wrong."""
    for _ in range(chance.randrange(1, 4)):
        content = chance.choice((_cut, _insert, _swap, _flip, _repeat, _shorten))(content, chance)
    return content


def _cut(content: bytes, chance: random.Random) -> bytes:
    start, end = _stretch(content, chance)
    return content[:start] + content[end:]


def _insert(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.choice(HOSTILE) + content[at:]


def _swap(content: bytes, chance: random.Random) -> bytes:
    start, end = _stretch(content, chance)
    return content[:start] + chance.choice(HOSTILE) + content[end:]


def _flip(content: bytes, chance: random.Random) -> bytes:
    if not content:
        return content
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]


def _repeat(content: bytes, chance: random.Random) -> bytes:
    start, end = _stretch(content, chance)
    return content[:end] + content[start:end] * chance.randrange(1, 4) + content[end:]


def _shorten(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _stretch(content: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(content) + 1)
    return start, min(len(content), start + chance.choice((1, 2, 5, 20, 200)))
