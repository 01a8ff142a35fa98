"""A body of twice the length takes twice the work to compile, whatever it is made of."""

from __future__ import annotations

import pytest

from tests.support.counted_calls import count_calls
from tests.support.rendering import QUESTIONS
from wizard.compiler.body.segmentation import compile_body
from wizard.compiler.template_file import read_template_text
from wizard.model.template import Template

MOST_GROWTH = 2.2
"""By how much the work may grow when a body doubles; with its square it would grow by 4."""

BLOCKS = {
    "headings and slots": "\n## Part {0}\n\nWhat {{{{ name }}}} does.\n\n- One\n- {{{{ name }}}}\n",
    "loops": "\n{{% for tag in tags %}}\n- {{{{ tag }}}} {0}\n{{% endfor %}}\n",
    "headings in conditions": "\n{{% if name %}}\n## Part {0}\n\nIt is {{{{ name }}}}.\n{{% endif %}}\n",
    "originals": (
        "\n{{% if name is open %}}\n## Part {0}\n\n<!-- Say what it is. -->\n\n- One\n{{% else %}}\n## Part {0}\n\n"
        "{{{{ name }}}}\n{{% endif %}}\n"
    ),
    "conditions in one segment": "\n{{% if sure %}}\nPart {0}\n{{% else %}}\n- {{{{ name }}}}\n{{% endif %}}\n",
    "conditions in a line": "{{% if sure %}}a {0}{{{{ name }}}}{{% endif %}} ",
    "rows": "| {0} | {{{{ name }}}} |\n",
    "items": "- {0} {{{{ name }}}}\n",
    "lines of a paragraph": "{0} {{{{ name }}}}\n",
    "words of a line": "{0} {{{{ name }}}} ",
    "conditions in conditions": (
        "{{% if sure %}}\n# {0}\n\n{{{{ name }}}}\n{{% if name %}}\n## A\n\n{{% else %}}\n## B\n\n{{{{ goal }}}}\n"
        "{{% endif %}}\n{{% endif %}}\n"
    ),
}


def template_of_blocks(block: str, count: int) -> Template:
    questions = "".join(f"      - {question}\n" for question in QUESTIONS)
    front = "wizard: 1\nname: small\ntitle: Small\nversion: 1\nsave_as: small.md\nsections:\n  - title: All\n"
    body = "".join(block.format(index) for index in range(count))
    return read_template_text(f"---\n{front}    questions:\n{questions}---\n{body}", "small.md")[0]


@pytest.mark.parametrize("what", BLOCKS)
def test_work_grows_with_the_length_of_a_body(what: str) -> None:
    count = 60
    small, large = (template_of_blocks(BLOCKS[what], size) for size in (count, 2 * count))

    calls = count_calls(lambda: compile_body(small)), count_calls(lambda: compile_body(large))

    assert calls[1] <= MOST_GROWTH * calls[0], calls
