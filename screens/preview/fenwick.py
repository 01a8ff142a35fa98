"""Sizes in a row, such as heights: where one starts, and which one stands at a place, in logarithmic time."""

from __future__ import annotations

from collections.abc import Sequence


class FenwickTree:
    """A Fenwick tree over sizes that are not negative."""

    __slots__ = ("_sizes", "_tree", "total")

    def __init__(self, sizes: Sequence[int] = ()) -> None:
        self._sizes = list(sizes)
        self._tree: list[int] = []
        self.total = 0
        self._build()

    def __len__(self) -> int:
        return len(self._sizes)

    def __getitem__(self, index: int) -> int:
        return self._sizes[index]

    def __setitem__(self, index: int, size: int) -> None:
        change = size - self._sizes[index]
        if not change:
            return
        self._sizes[index] = size
        self.total += change
        node = index + 1
        while node < len(self._tree):
            self._tree[node] += change
            node += node & -node

    def replace(self, start: int, end: int, sizes: Sequence[int]) -> None:
        """Replace the sizes from `start` up to `end`; linear only if their number changes."""
        if end - start == len(sizes):
            for index, size in enumerate(sizes, start):
                self[index] = size
        else:
            self._sizes[start:end] = sizes
            self._build()

    def before(self, index: int) -> int:
        """Return the sum of all sizes before an index: where it starts."""
        total = 0
        while index:
            total += self._tree[index]
            index -= index & -index
        return total

    def find(self, place: int) -> tuple[int, int]:
        """Return the index whose size covers a position, and the offset in it; `(len, …)` behind the last."""
        index, step = 0, 1 << len(self._sizes).bit_length()
        while step:
            if index + step < len(self._tree) and self._tree[index + step] <= place:
                index += step
                place -= self._tree[index]
            step >>= 1
        return index, place

    def _build(self) -> None:
        tree = [0, *self._sizes]
        for node in range(1, len(tree)):
            above = node + (node & -node)
            if above < len(tree):
                tree[above] += tree[node]
        self._tree = tree
        self.total = sum(self._sizes)
