"""Texts that YAML cuts in two at a comma: `{label: Who, and when?}` has a label `Who` and a key `and when?`.

The text is put together again, so that the one mistake is told once and has no consequences.
"""

from __future__ import annotations

from collections.abc import Iterator

from wizard.errors import Problem
from wizard.files.serialization.document_nodes import MappingNode, Node, ScalarNode, SequenceNode


def join_texts_cut_at_commas(node: Node, known_keys: frozenset[str], source: str, problems: list[Problem]) -> None:
    """Join such texts in a node, and report each at its place."""
    match node:
        case ScalarNode():
            return
        case SequenceNode(nodes):
            for inner in nodes:
                join_texts_cut_at_commas(inner, known_keys, source, problems)
        case MappingNode(entries):
            for _, inner in entries.values():
                join_texts_cut_at_commas(inner, known_keys, source, problems)
            _split_keys_without_space(node, known_keys, source, problems)
            problems += _join_in_mapping(node, known_keys, source)


def _join_in_mapping(mapping: MappingNode, known_keys: frozenset[str], source: str) -> Iterator[Problem]:
    texts: dict[str, list[str]] = {}
    last = ""
    for name, (key, value) in tuple(mapping.entries.items()):
        if not _lacks_colon(key, value):
            last = name
        elif name in ("required", "other"):
            yield Problem(source, key.line, key.column, "yaml-comma", f"'{name}' needs a value: {name}: true")
        elif last and isinstance(mapping.entries[last][1], ScalarNode):
            texts.setdefault(last, []).append(name)
    for name, rest in texts.items():
        key, value = mapping.entries[name]
        assert isinstance(value, ScalarNode)
        if not isinstance(value.value, str):
            continue
        whole = ", ".join((value.value, *rest))
        for each in rest:
            del mapping.entries[each]
        mapping.entries[name] = (key, ScalarNode(whole, value.line, value.column))
        code = "yaml-comma" if known_keys.issuperset(rest) else "unknown-key"
        quoted = f"'{whole}'" if '"' in whole else f'"{whole}"'
        message = f"a text with a comma in it must be in quotes here: {quoted if len(quoted) < 80 else name}"
        yield Problem(source, value.line, value.column, code, message)


def _split_keys_without_space(
    mapping: MappingNode, known_keys: frozenset[str], source: str, problems: list[Problem]
) -> None:
    """Report `{id:name}`, which is a key without a value, and make an entry of it."""
    for name, (key, value) in tuple(mapping.entries.items()):
        before, colon, rest = name.partition(":")
        if colon and rest and before in known_keys and before not in mapping.entries and _lacks_colon(key, value):
            message = f"a space is missing after the colon: {before}: {rest[:40]}"
            problems.append(Problem(source, key.line, key.column, "unknown-key", message))
            del mapping.entries[name]
            mapping.entries[before] = (key, ScalarNode(rest.strip(), key.line, key.column + len(before) + 1))


def _lacks_colon(key: ScalarNode, value: Node) -> bool:
    """Return whether an entry is a key alone: then its empty value stands right behind it, not behind a colon."""
    is_empty = isinstance(value, ScalarNode) and value.value is None
    return is_empty and (value.line, value.column) == (key.line, key.column + len(str(key.value)))
