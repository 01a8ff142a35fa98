"""The one template that a user means.

a name, a full name such as `github/bug-report`, or a path  →  what `load_template` takes

A built-in name, the usual case, is found without a look at what else a repository has: that is imported when needed.
"""

from __future__ import annotations

from wizard.compiler.loader import find_named_template, is_template_path, load_template, may_be_template
from wizard.compiler.lookup.repository import has_own_templates, repository_folders
from wizard.files.directories import BUILT_IN_FOLDER
from wizard.model.template import Template


def find_template_source(wanted: str, start: str | None = None) -> str:
    """Return what `load_template` takes for what a user calls a template: a name, a full name or a path.

    A plain name means the file of exactly that name in `.plan-wizard/templates`, else the built-in template, else the
    user's own, else the one template of the repository that has it. Raise NotFoundError when it means none, or two.
    """
    if not is_template_path(wanted):
        override = _find_override(wanted, start)
        if override is not None:
            return override
        if find_named_template(wanted) is not None:
            return wanted
    elif may_be_template(wanted):
        return wanted
    from wizard.compiler.lookup.template_names import find_listed_source, unknown_template

    listed = find_listed_source(wanted, start)
    if listed is not None:
        return listed
    if wanted and may_be_template(wanted):
        return wanted
    raise unknown_template(wanted, start)


def _find_override(name: str, start: str | None) -> str | None:
    """Return the path of the file of a name in `.plan-wizard/templates`, or None."""
    folders = repository_folders(start)
    if not has_own_templates(folders):
        return None
    from wizard.compiler.lookup.discovery import find_overrides

    return next((found.path for found in find_overrides(folders) if found.stem == name), None)


def load_named_template(wanted: str, *, is_lenient: bool = False) -> Template:
    """Return the template that a user calls by a name, a full name or a path.

    Raise NotFoundError when there is none, or two, and TemplateError with every mistake when it cannot be used; with
    `is_lenient` it may be a form that GitHub would refuse.
    """
    return load_template(find_template_source(wanted), is_lenient=is_lenient)


def overridden_name(wanted: str, source: str) -> str:
    """Return the full name of the template that a repository's own has taken a name from, or nothing.

    `source` is what `find_template_source` returned for the name.
    """
    taken = find_named_template(wanted) if source != wanted else None
    if taken is None:
        return ""
    return f"built-in/{wanted}" if taken.parent == BUILT_IN_FOLDER else f"own/{wanted}"
