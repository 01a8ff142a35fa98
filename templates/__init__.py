"""The built-in templates, one Markdown file each."""

from importlib.resources import files

BUILT_IN = files(__name__)
