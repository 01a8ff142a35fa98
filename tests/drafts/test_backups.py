"""Earlier states of a draft: a bounded number, closer together the newer they are."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings, strategies as st

from wizard.drafts.backups import MAX_BACKUPS, list_backups, surplus_backups


def kept_of(numbers: list[int]) -> list[int]:
    """The numbers that are left when the states came one after the other."""
    kept: list[Path] = []
    for number in numbers:
        kept.append(Path(f"{number:08}.yaml"))
        given_up = surplus_backups(kept)
        kept = [path for path in kept if path not in given_up]
    return [int(path.stem) for path in kept]


@given(st.lists(st.integers(1, 100_000), unique=True, max_size=150).map(sorted))
@settings(max_examples=50)
def test_the_newest_and_the_first_are_always_kept(numbers: list[int]) -> None:
    kept = kept_of(numbers)

    assert kept == sorted(kept)
    assert len(kept) == min(len(numbers), MAX_BACKUPS)
    assert kept[-12:] == numbers[-12:]
    assert kept[:1] == numbers[:1]


def test_older_states_lie_further_apart() -> None:
    kept = kept_of(list(range(1, 1001)))
    gaps = [after - before for before, after in pairwise(kept)]

    assert gaps[-11:] == [1] * 11
    assert min(gaps[:11]) > 20


def test_what_is_no_state_is_not_listed(tmp_path: Path) -> None:
    folder = tmp_path / "earlier"
    folder.mkdir()
    (folder / "notes.yaml").write_text("mine")
    (folder / "00000007.yaml").write_text("broken")
    (folder / "00000008.yaml").mkdir()

    assert list_backups(tmp_path) == ()
    assert list_backups(tmp_path / "nowhere") == ()
