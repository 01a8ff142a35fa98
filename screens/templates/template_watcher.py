"""The thread that looks at a template's file while its author edits it."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event, Thread
from typing import TYPE_CHECKING

from textual.message import Message

from wizard.compiler.template_watch import LOOK_SECONDS, TemplateWatch, WatchedTemplate

if TYPE_CHECKING:
    from textual.message_pump import MessagePump


class TemplateWatcher:
    """Tells a screen of every change of a template, until it is stopped. A disk that hangs holds up nobody else."""

    @dataclass
    class Changed(Message):
        """The template's file is another one now, or cannot be used."""

        found: WatchedTemplate

    def __init__(self, watch: TemplateWatch, screen: MessagePump) -> None:
        self.watch = watch
        self._screen = screen
        self._is_stopped = Event()
        self._thread = Thread(target=self._run, name="template-watch", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._is_stopped.set()

    def _run(self) -> None:
        while not self._is_stopped.wait(LOOK_SECONDS):
            found = self.watch.look()
            if found is not None and not self._is_stopped.is_set():
                self._screen.post_message(self.Changed(found))
