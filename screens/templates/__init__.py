"""The screens about a template: its plan, followed while its author edits it."""
