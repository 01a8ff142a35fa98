"""An issue form as data, and everything for which GitHub would refuse it, in GitHub's words.

YAML → `IssueForm`, with a problem at its position for each rule that is broken. What breaks a rule is read as well as
it can be, so that the form can be asked all the same.

The rules are those of "Common validation errors when creating issue forms", "Syntax for issue forms" and "Syntax for
GitHub's form schema" on docs.github.com.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct, field

from wizard.compiler.body.lexer import CONTROL_CHARACTER
from wizard.compiler.importers.registry import form_folder
from wizard.errors import Problem
from wizard.files.serialization.document_nodes import MappingNode, Node, ScalarNode, SequenceNode
from wizard.limits import MAX_FORM_OPTIONS
from wizard.message_text import did_you_mean, sanitize

ElementType: TypeAlias = Literal["markdown", "input", "textarea", "dropdown", "checkboxes", "upload"]
_TYPES: Final[tuple[ElementType, ...]] = get_args(ElementType)

_ISSUE_KEYS: Final = ("name", "description", "title", "labels", "assignees", "projects", "type", "body")
_ELEMENT_KEYS: Final = ("type", "id", "attributes", "validations")
_ATTRIBUTES: Final[Mapping[ElementType, tuple[str, ...]]] = {
    "markdown": ("value",),
    "input": ("label", "description", "placeholder", "value"),
    "textarea": ("label", "description", "placeholder", "value", "render"),
    "dropdown": ("label", "description", "options", "multiple", "default"),
    "checkboxes": ("label", "description", "options"),
    "upload": ("label", "description"),
}
_FORBIDDEN_KEYS: Final = frozenset("y yes n no true false on off".split())
"""In lower case; YAML 1.1, which GitHub reads, makes truths of them."""
_BOOLEANS: Final = frozenset("yes no on off".split())
"""The same among values, where `y` and `n` are texts; `true` and `false` are truths in YAML 1.2, too."""
_FORBIDDEN_WORD: Final = re.compile(r"\b(?:passwords?|passwd)\b", re.IGNORECASE)
_ID: Final = re.compile(r"[A-Za-z0-9_-]+")


class FormOption(Struct, frozen=True):
    """One entry of a dropdown, or one box."""

    label: str
    is_required: bool = False


class FormElement(Struct, frozen=True):
    """One element of a form's body, with the texts as GitHub would post them."""

    number: int
    """Of its place in the body, 1-based."""
    type: ElementType
    id: str = ""
    label: str = ""
    description: str = ""
    placeholder: str = ""
    value: str = ""
    """What is filled in beforehand; of the type markdown, what is shown."""
    render: str = ""
    """The language of the code block that the answer becomes; empty for none."""
    options: tuple[FormOption, ...] = ()
    is_multiple: bool = False
    default: int | None = None
    """The index of the option that is chosen beforehand."""
    is_required: bool = False
    accept: str = ""
    """The kinds of file that an upload takes, as the form says it."""
    line: int = 0


class IssueForm(Struct, frozen=True):
    """A form of GitHub's, for an issue or a discussion."""

    name: str
    description: str
    title: str
    labels: tuple[str, ...]
    assignees: tuple[str, ...]
    elements: tuple[FormElement, ...]
    is_discussion: bool = False


def read_form(root: MappingNode, lines: list[str], source: str) -> tuple[IssueForm, list[Problem]]:
    """Return the form that a document is, and a problem for everything for which GitHub would refuse it."""
    reader = _FormReader(source, lines)
    return reader.form(root), reader.problems


def is_discussion_form(root: MappingNode, source: str) -> bool:
    """Return whether a form is for discussions, which has no name and no description of its own."""
    folder = form_folder(source)
    return folder == "DISCUSSION_TEMPLATE" or not (folder or root.get("name") or root.get("description"))


class _FormReader(Struct):
    """A walk through the nodes of one form that gathers problems."""

    source: str
    lines: list[str]
    problems: list[Problem] = field(default_factory=list[Problem])
    option_count: int = 0

    def report(self, node: Node, code: str, message: str) -> None:
        self.problems.append(Problem(self.source, node.line, node.column, code, message))

    def form(self, root: MappingNode) -> IssueForm:
        is_discussion = is_discussion_form(root, self.source)
        for key, (place, _) in root.entries.items():
            if key.lower() in _FORBIDDEN_KEYS:
                self.report(place, "forbidden-key", f"`{key}` is a forbidden key: YAML makes true or false of it")
            elif key not in _ISSUE_KEYS:
                hint = did_you_mean(key, _ISSUE_KEYS)
                self.report(place, "unknown-key", f"`{key[:60]}` is not a permitted key{hint}")
        for key in () if is_discussion else ("name", "description"):
            if self.value_of(root, key) is None:
                self.report(root, "missing-key", f"Required top level key `{key}` is missing")
        texts = {key: self.text(root, key, f"`{key}`") for key in ("name", "description", "title", "type")}
        form = IssueForm(
            name=texts["name"],
            description=texts["description"],
            title=texts["title"],
            labels=self.names(root, "labels"),
            assignees=self.names(root, "assignees"),
            elements=tuple(self.elements(root)),
            is_discussion=is_discussion,
        )
        self.names(root, "projects")
        return form

    def names(self, root: MappingNode, key: str) -> tuple[str, ...]:
        """Return the names in a list, or in a text with commas between them."""
        node = self.value_of(root, key)
        if isinstance(node, SequenceNode):
            # A blank name in a list stands in forms that are in use: GitHub passes it over.
            texts = (self.text_of(each, f"`{key}`") for each in node.nodes if not _is_blank(each))
        else:
            texts = self.text(root, key, f"`{key}`").split(",")
        return tuple(text.strip() for text in texts if text.strip())

    def elements(self, root: MappingNode) -> Iterator[FormElement]:
        body = self.value_of(root, "body")
        if not isinstance(body, SequenceNode) or not body.nodes:
            is_empty = body is None or isinstance(body, SequenceNode)
            says = "Body cannot be empty" if is_empty else "`body` must be an array"
            self.report(body or root, "empty-body" if is_empty else "wrong-type", says)
            return
        found: list[tuple[FormElement, Node]] = []
        for index, node in enumerate(body.nodes):
            element = self.element(node, index)
            if element is not None:
                found.append((element, node))
        if all(element.type == "markdown" for element, _ in found):
            self.report(body, "no-questions", "Body must contain at least one non-markdown field")
        self.check_ids(found)
        self.check_labels(found)
        yield from (element for element, _ in found)

    def element(self, node: Node, index: int) -> FormElement | None:
        """Return one element of the body; None when there is no telling what it is."""
        where = f"body[{index}]: "
        if not isinstance(node, MappingNode):
            self.report(node, "wrong-type", f"{where}must be a map with `type` and `attributes`")
            return None
        self.refuse_unknown(node, _ELEMENT_KEYS, where, "key")
        type = self.type_of(node, where)
        if type is None:
            return None
        given, checks = self.mapping(node, "attributes", where), self.mapping(node, "validations", where)
        known = _ATTRIBUTES[type]
        self.refuse_unknown(given, known, where, "attribute")
        self.refuse_unknown(checks, ("required", "accept") if type == "upload" else ("required",), where, "key")
        texts = {key: self.text(given, key, f"{where}{key}") for key in known if key not in _NO_TEXTS}
        for key in ("value",) if type == "markdown" else ("label", "options"):
            if key in known and self.value_of(given, key) is None:
                place = given if given.entries else node
                self.report(place, "missing-key", f"{where}required attribute key `{key}` is missing")
        if _FORBIDDEN_WORD.search(texts.get("label", "")) and type in ("input", "textarea"):
            self.report(given.get("label") or given, "forbidden-word", f"{where}`label` contains forbidden word")
        options = self.options(given, type, where)
        return FormElement(
            number=index + 1,
            type=type,
            id=self.id(node, where) if type != "markdown" else "",
            **texts,
            options=options,
            is_multiple=self.flag(given, "multiple", where),
            default=self.default(given, options, where),
            is_required=self.flag(checks, "required", where),
            accept=self.text(checks, "accept", f"{where}accept"),
            line=node.line,
        )

    def type_of(self, node: MappingNode, where: str) -> ElementType | None:
        found = self.value_of(node, "type")
        if found is None:
            self.report(node, "missing-key", f"{where}required key type is missing")
            return None
        word = found.value if isinstance(found, ScalarNode) else None
        for type in _TYPES:
            if type == word:
                return type
        shown = f"`{sanitize(str(word))[:60]}`" if word is not None else "this"
        hint = did_you_mean(str(word), _TYPES) or f"; the types are: {', '.join(_TYPES)}"
        self.report(found, "unknown-type", f"{where}{shown} is not a valid input type{hint}")
        return None

    def id(self, node: MappingNode, where: str) -> str:
        id = self.text(node, "id", f"{where}id")
        found = node.get("id")
        if id and found is not None and not _ID.fullmatch(id):
            self.report(found, "bad-id", f"{where}`id` can only contain numbers, letters, -, _")
        return id

    def options(self, given: MappingNode, type: ElementType, where: str) -> tuple[FormOption, ...]:
        node = self.value_of(given, "options")
        if type not in ("dropdown", "checkboxes") or node is None:
            return ()
        if not isinstance(node, SequenceNode) or not node.nodes:
            is_empty = isinstance(node, SequenceNode)
            says = "`options` cannot be empty" if is_empty else "`options` must be an array"
            self.report(node, "wrong-type", f"{where}{says}")
            return ()
        read = self.box if type == "checkboxes" else self.choice
        options: list[FormOption] = []
        labels: set[str] = set()
        room = MAX_FORM_OPTIONS - self.option_count
        for each in node.nodes[:room]:
            option = read(each, where)
            if option is None:
                continue
            if option.label in labels:
                says = "Checkboxes must have unique labels" if type == "checkboxes" else "`options` must be unique"
                self.report(each, "duplicate-option", f"{where}{says}")
            labels.add(option.label)
            options.append(option)
        self.option_count += min(len(node.nodes), room)
        if len(node.nodes) > room:
            self.report(node, "too-much", f"{where}the form has more than {MAX_FORM_OPTIONS:,} options")
        return tuple(options)

    def choice(self, node: Node, where: str) -> FormOption | None:
        """Return one entry of a dropdown; what a mapping calls its label is one, which older forms had."""
        if isinstance(node, MappingNode):
            self.report(node, "wrong-type", f"{where}`options` must be strings")
            return self.box(node, where, is_told=True)
        if self.is_boolean(node):
            wrap = "Please wrap values such as 'yes', and 'true' in quotes"
            self.report(node, "boolean-option", f"{where}`options` must not include booleans. {wrap}")
            return FormOption(self.raw_text(node))
        label = self.text_of(node, f"{where}options")
        if label.lower() == "none":
            self.report(node, "reserved-option", f"{where}`options` must not include the reserved word, none")
        return FormOption(label) if label else None

    def box(self, node: Node, where: str, *, is_told: bool = False) -> FormOption | None:
        if not isinstance(node, MappingNode):
            self.report(node, "wrong-type", f"{where}`options` must be maps with a `label`")
            label = self.raw_text(node).strip()
            return FormOption(label) if label else None
        if not is_told:
            self.refuse_unknown(node, ("label", "required"), where, "key")
            if self.value_of(node, "label") is None:
                self.report(node, "missing-key", f"{where}required attribute key `label` is missing")
        label = self.text(node, "label", f"{where}label")
        return FormOption(label, self.flag(node, "required", where)) if label else None

    def default(self, given: MappingNode, options: tuple[FormOption, ...], where: str) -> int | None:
        node = self.value_of(given, "default")
        if node is None or not options:
            return None
        index = node.value if isinstance(node, ScalarNode) else None
        if type(index) is int and 0 <= index < len(options):
            return index
        says = f"default must be the number of an option, from 0 to {len(options) - 1}"
        self.report(node, "bad-default", f"{where}{says}")
        return None

    def check_ids(self, found: list[tuple[FormElement, Node]]) -> None:
        met: set[str] = set()
        for element, node in found:
            if element.id and element.id in met:
                place = (node.get("id") if isinstance(node, MappingNode) else None) or node
                self.report(place, "duplicate-id", f"body[{element.number - 1}]: Body must have unique ids")
            met.add(element.id)

    def check_labels(self, found: list[tuple[FormElement, Node]]) -> None:
        """Report labels by which GitHub could not tell two elements apart."""
        asking = [(element, node) for element, node in found if element.type != "markdown" and element.label]
        first: dict[str, FormElement] = {}
        boxes: dict[str, set[int]] = {}
        for element, _ in asking:
            for option in element.options if element.type == "checkboxes" else ():
                boxes.setdefault(option.label, set()).add(element.number)
        for element, node in asking:
            place = _attribute(node, "label")
            where = f"body[{element.number - 1}]: "
            if boxes.get(element.label, set()) - {element.number} and not element.id:
                self.report(place, "duplicate-label", f"{where}Checkboxes must have unique labels")
            reference = element.id or _parameterize(element.label)
            other = first.setdefault(reference, element) if reference else element
            if other is element or (element.id and other.id):
                continue
            is_same = other.label == element.label
            says = "Body must have unique labels" if is_same else "Labels are too similar"
            code = "duplicate-label" if is_same else "similar-label"
            self.report(place, code, f"{where}{says}; that of body[{other.number - 1}] is '{other.label[:60]}'")

    def refuse_unknown(self, node: MappingNode, known: tuple[str, ...], where: str, what: str) -> None:
        for key, (place, _) in node.entries.items():
            if key.lower() in _FORBIDDEN_KEYS:
                says = f"{where}`{key}` is a forbidden key: YAML makes true or false of it"
                self.report(place, "forbidden-key", says)
            elif key not in known:
                hint = did_you_mean(key, known)
                self.report(place, "unknown-key", f"{where}`{key[:60]}` is not a permitted {what}{hint}")

    def mapping(self, node: MappingNode, key: str, where: str) -> MappingNode:
        found = self.value_of(node, key)
        if isinstance(found, MappingNode):
            return found
        if found is not None:
            self.report(found, "wrong-type", f"{where}{key} must be a map")
        return MappingNode({}, node.line, node.column)

    def flag(self, node: MappingNode, key: str, where: str) -> bool:
        found = self.value_of(node, key)
        if found is None or (isinstance(found, ScalarNode) and isinstance(found.value, bool)):
            return found is not None and found.value is True
        if self.is_boolean(found):  # YAML 1.1 has more words for it
            return self.raw_text(found).lower() in ("yes", "on")
        self.report(found, "wrong-type", f"{where}{key} must be a boolean")
        return self.raw_text(found).lower() in ("true", "yes", "on")

    def text(self, node: MappingNode, key: str, what: str) -> str:
        """Return a text without the white space around it; report any other value, and a blank one."""
        found = self.value_of(node, key)
        return "" if found is None else self.text_of(found, what)

    def text_of(self, node: Node, what: str) -> str:
        is_text = isinstance(node, ScalarNode) and isinstance(node.value, str) and not self.is_boolean(node)
        text = self.raw_text(node)
        if not is_text or not text.strip():
            hint = ", and not blank" if is_text else "; put it in quotes" if isinstance(node, ScalarNode) else ""
            self.report(node, "wrong-type", f"{what} must be a string{hint}")
        if CONTROL_CHARACTER.search(text):
            self.report(node, "bad-character", f"{what} holds a control character; take it out")
            text = sanitize(text)
        return text.strip()

    def raw_text(self, node: Node) -> str:
        """Return a scalar as it is written where it is no text."""
        if not isinstance(node, ScalarNode) or node.value is None:
            return ""
        if isinstance(node.value, str):
            return node.value
        line = self.lines[node.line - 1] if node.line <= len(self.lines) else ""
        written = re.match(r"[^\s,\]}#]+", line[node.column - 1 :])
        return written[0] if written is not None else str(node.value).lower()

    def is_boolean(self, node: Node) -> bool:
        """Return whether a value is true or false for YAML 1.1, which GitHub reads."""
        if not isinstance(node, ScalarNode):
            return False
        if not isinstance(node.value, str):
            return isinstance(node.value, bool)
        # A text that stands in quotes, or on lines of its own, has another character at its place.
        line = self.lines[node.line - 1] if node.line <= len(self.lines) else ""
        return node.value.lower() in _BOOLEANS and line.startswith(node.value, node.column - 1)

    def value_of(self, node: MappingNode, key: str) -> Node | None:
        """Return the value of a key; None for null too, which says as much as no key."""
        found = node.get(key)
        return None if isinstance(found, ScalarNode) and found.value is None else found


def _is_blank(node: Node) -> bool:
    return isinstance(node, ScalarNode) and isinstance(node.value, str) and not node.value.strip()


_NO_TEXTS: Final = ("options", "multiple", "default")


def _attribute(node: Node, key: str) -> Node:
    """Return the place of an attribute of an element, or that of the element."""
    given = node.get("attributes") if isinstance(node, MappingNode) else None
    return (given.get(key) if isinstance(given, MappingNode) else None) or node


def _parameterize(label: str) -> str:
    """Return what Rails' `parameterize` makes of a label; "" where that depends on tables that are not here."""
    plain = unicodedata.normalize("NFKD", label)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    if any(letter.isalpha() and not letter.isascii() for letter in plain):
        return ""
    return re.sub(r"[^a-z0-9_-]+", "-", plain.lower()).strip("-")
