"""Which reader the text of a template needs, and what that reader gives.

text and file name → "native", "issue_form" or "markdown" → a `Template` without steps, and what is wrong with it
"""

from __future__ import annotations

import os
import re
from pathlib import PurePath
from typing import Final, Literal, TypeAlias

from wizard.errors import Problem
from wizard.model.template import Template

TemplateFormat: TypeAlias = Literal["native", "issue_form", "markdown"]

FORM_SUFFIXES: Final = (".yml", ".yaml")
_FORM_FOLDERS: Final = ("ISSUE_TEMPLATE", "DISCUSSION_TEMPLATE")
_FORM_KEY: Final = re.compile(r"^(?:body|blank_issues_enabled|contact_links)[ \t]*:", re.MULTILINE)
_KEY: Final = r"""---[ \t]*\n(?:(?!---|\.\.\.)[^\n]*\n)*?["']?wizard["']?[ \t]*:"""
_FRONT_MATTER: Final = re.compile(rf"(?:[ \t]*\n)*{_KEY}")
_LATER_FRONT_MATTER: Final = re.compile(rf"^{_KEY}[ \t]*\d", re.MULTILINE)
_FENCE: Final = re.compile(r"^ {0,3}(?:`{3}|~{3})", re.MULTILINE)


def template_format(text: str, source: str) -> TemplateFormat:
    """Return which format a template's text has; `source` is its name or path.

    Front matter with a line `wizard:` makes it native, whatever its file is called.
    """
    if is_native(text):
        return "native"
    return "issue_form" if source.lower().endswith(FORM_SUFFIXES) else "markdown"


def is_native(text: str) -> bool:
    """Return whether a text has front matter with a line `wizard:`.

    Text above it is its author's mistake, which the native reader tells; below a fence it is an example.
    """
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if text.lstrip().startswith("---"):
        return _FRONT_MATTER.match(text) is not None
    later = _LATER_FRONT_MATTER.search(text)
    return later is not None and not _FENCE.search(text, 0, later.start())


def looks_like_form(text: str, source: str) -> bool:
    """Return whether a file of YAML is one of those by which GitHub asks, or that say what it asks, and no answers."""
    is_yaml = source.lower().endswith(FORM_SUFFIXES)
    return is_yaml and (form_folder(source) != "" or _FORM_KEY.search(text) is not None)


def form_folder(source: str) -> str:
    """Return which of the folders of GitHub's forms a file is in; "" when it is in none."""
    folders = PurePath(os.path.abspath(source)).parts[:-1]
    return next((folder for folder in map(str.upper, reversed(folders)) if folder in _FORM_FOLDERS), "")


def reading_of(text: str, source: str, *, is_lenient: bool) -> str:
    """Return what else than its text decides how a template is read: templates alike in both are the same."""
    format = template_format(text, source)
    if format == "native":
        return ""
    # What has no name of its own goes by its file's.
    name = f"{format} {PurePath(source).name}"
    if format == "markdown":
        return name
    return f"{name} {form_folder(source)} {'lenient' if is_lenient else 'strict'}"


def import_text(text: str, source: str, *, is_lenient: bool = False) -> tuple[Template, tuple[Problem, ...]]:
    """Return the template that a text is, without steps, and what is wrong with it though it opens.

    Raise TemplateError with every mistake at once when it cannot be opened. With `is_lenient` a form opens that GitHub
    would refuse.
    """
    match template_format(text, source):
        case "native":
            return _read_native(text, source)
        case "issue_form":
            from wizard.compiler.importers.issue_form import import_issue_form

            return import_issue_form(text, source, is_lenient=is_lenient)
        case "markdown":
            return _import_markdown(text, source)


def _import_markdown(text: str, source: str) -> tuple[Template, tuple[Problem, ...]]:
    from wizard.compiler.importers.markdown.importer import import_markdown

    return import_markdown(text, source), ()


def _read_native(text: str, source: str) -> tuple[Template, tuple[Problem, ...]]:
    from wizard.compiler.template_file import read_template_text  # brings Jinja and YAML

    return read_template_text(text, source)
