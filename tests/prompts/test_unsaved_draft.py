"""Line by line too: a draft that is not kept is told, moved, and not left without a word."""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path

import pytest

from tests.support.patience import PATIENCE
from tests.support.small_plan import small_interview
from wizard.drafts.draft import Draft, read_draft, start_draft
from wizard.prompts.conversation import Conversation
from wizard.prompts.review_prompts import SavingReviewPrompt
from wizard.prompts.terminal.input import PipedLineReader
from wizard.prompts.terminal.output import TextOutput
from wizard.prompts.terminal.plain_dialogue import PlainDialogue
from wizard.prompts.terminal.signals import SignalGuard
from wizard.prompts.unsaved_draft import DraftNotices

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the faults are those of POSIX")


@pytest.fixture
def draft(home: Path, monkeypatch: pytest.MonkeyPatch) -> Draft:
    """A draft with an answer that cannot be kept: a file is where its folder should be."""
    monkeypatch.setattr("wizard.drafts.writer.RETRY", 0.05)
    interview = small_interview(home).answer(("name",), "Relay")
    (home / "drafts").write_text("mine")
    draft = start_draft(interview, "relay")
    draft.flush()
    return draft


def wait_until_kept(draft: Draft) -> None:
    deadline = time.monotonic() + PATIENCE
    while not draft.is_saved:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_it_is_told_once_and_told_again_when_everything_is_kept(home: Path, draft: Draft):
    notices = DraftNotices(draft)

    assert notices.status_change().startswith("Draft not saved: something else is at ")
    assert notices.status_change() == ""
    (home / "drafts").unlink()
    wait_until_kept(draft)
    assert notices.status_change() == "Your draft is saved again."
    assert notices.status_change() == ""
    draft.close()


def test_a_draft_that_is_kept_is_no_news(home: Path):
    draft = start_draft(small_interview(home), "relay")
    draft.flush()

    assert DraftNotices(draft).status_change() == ""
    draft.close()


def test_another_folder_is_taken_and_one_that_takes_nothing_is_told(draft: Draft, tmp_path: Path):
    notices = DraftNotices(draft)
    (tmp_path / "file").write_text("mine")

    assert notices.move_draft_to(str(tmp_path / "file")).startswith(
        "It could not be saved there: something else is at "
    )
    assert notices.move_draft_to("~nobody-of-that-name") == "That is not a folder. Type one such as ~/plans."
    assert notices.move_draft_to(str(tmp_path / "other")) == f"The draft is now saved in {tmp_path}/other/relay."
    draft.close()
    assert read_draft(str(tmp_path / "other" / "relay"))[0].answers == {"name": "Relay"}


def test_a_likely_folder_is_found_for_who_leaves(draft: Draft, user: Path):
    assert DraftNotices(draft).objection_to_leaving(print) == ""

    draft.close()
    assert read_draft(str(user / "plan-wizard-drafts" / "relay"))[0].answers == {"name": "Relay"}


def test_where_nothing_can_be_written_leaving_is_asked_about_once(draft: Draft, monkeypatch: pytest.MonkeyPatch):
    nowhere = draft.folder.parent / "nowhere"
    monkeypatch.setattr("wizard.prompts.unsaved_draft.find_alternative_folder", lambda *_: nowhere)
    notices = DraftNotices(draft)

    assert notices.objection_to_leaving(print).endswith(":leave again quits and loses unsaved changes.")
    assert notices.objection_to_leaving(print) == ""
    draft.close()


def test_the_conversation_tells_and_obeys(draft: Draft, tmp_path: Path):
    page, signals = io.StringIO(), SignalGuard()
    source = io.StringIO(f"Relay\n:keep {tmp_path}/other\n:leave\n")
    talk = PlainDialogue(PipedLineReader(source, TextOutput(page), signals, shows=True), TextOutput(page))

    ending = Conversation(draft.interview, draft, talk, SavingReviewPrompt(), notices=DraftNotices(draft)).run()

    assert ending == "left"
    assert "Draft not saved: something else is at" in " ".join(page.getvalue().split())
    assert f"The draft is now saved in {tmp_path}/other/relay" in " ".join(page.getvalue().split())
    assert draft.resume_name == f"{tmp_path}/other/relay"
    draft.close()
