"""Every place that a slot can stand in, and what may be typed into it."""

from __future__ import annotations

from hypothesis import strategies as st

QUESTIONS = """---
wizard: 1
name: places
title: Places
version: 1
sections:
  - title: All
    questions:
      - {id: a, kind: KIND, label: A, placeholder: "[A]"}
      - {id: b, kind: KIND, label: B, placeholder: "[B]"}
      - {id: on, kind: yesno, label: On}
      - {id: items, kind: list, label: Items, item: one, placeholder: ["[I]"]}
      - {id: tasks, kind: checklist, label: Tasks, item: task, placeholder: ["[T]"]}
      - id: rows
        kind: table
        label: Rows
        item: row
        columns: [{id: x, kind: line, label: X}, {id: y, kind: KIND, label: Y}]
      - id: group
        kind: group
        label: Group
        item: part
        questions:
          - {id: title, kind: line, label: Title}
          - {id: body, kind: KIND, label: Body}
          - {id: subs, kind: list, label: Subs, item: sub}
---
"""

# Every block of a body holds words `tpa` to `tpg`: by these its blocks are told from those of an answer.
PLACES = {
    "own block": "# tpa\n\n{{ a }}\n\ntpb\n",
    "own block below a heading": "## tpa\n{{ a }}\n\n---\n\n## tpb\n",
    "own block at the end": "## tpa\n\n{{ a }}",
    "own block before a list": "## tpa\n\n{{ a }}\n\n- tpb\n- tpc\n",
    "own block after a list": "- tpb\n- tpc\n\n{{ a }}\n\ntpd\n",
    "own block between ordered lists": "1. tpb\n2. tpc\n\n{{ a }}\n\n1. tpd\n2. tpe\n",
    "own blocks between lists": "* tpb\n\n{{ a }}\n\n* tpd\n\n{{ b }}\n\n+ tpe\n",
    "own block before a quote": "{{ a }}\n\n> tpb\n\n{{ b }}\n\n> tpc\n",
    "own block before code": "{{ a }}\n\n```\ntpb\n```\n\n{{ b }}\n\n    tpc\n",
    "own block between code": "    tpc\n\n{{ a }}\n\n    tpd\n",
    "own block before a table": "{{ a }}\n\n| tpb | tpc |\n| - | - |\n| tpd | tpe |\n\n{{ b }}\n",
    "own blocks in a row": "## tpa\n\n{{ a }}\n\n{{ b }}\n\n## tpb\n",
    "own block in an item": "- tpa\n\n  {{ a }}\n\n- tpb\n\n  {{ b }}\n",
    "own block in an ordered item": "1. tpa\n\n   {{ a }}\n\n   tpb\n\n2. tpc\n",
    "own block in a quote": "> {{ a }}\n\ntpa\n\n> {{ b }}\n",
    "own block between paragraphs of a quote": "> tpa\n>\n> {{ a }}\n>\n> tpb\n",
    "own block in a quote in an item": "- tpa\n\n  > {{ a }}\n\n  tpb\n- tpc\n",
    "own block around HTML": "{{ a }}\n\n<div>\ntpb\n</div>\n\n{{ b }}\n\n<details>\n\ntpc\n\n</details>\n",
    "own block between tags": "<details>\n<summary>tpa</summary>\n\n{{ a }}\n\n</details>\n\ntpb\n",
    "own block near definitions": (
        "{{ a }}\n\n[tpb][x] [tpc][y]\n\n[x]: http://x.example\n[y]: http://y.example\n\n{{ b }}\n"
    ),
    "alone between lines": "tpa\n{{ a }}\ntpb\n",
    "alone above a list": "tpa\n\n{{ a }}\n- tpb\n",
    "alone above a heading": "## tpa\n{{ a }}\n## tpb\n{{ b }}\n# tpc\n",
    "behind a label in a list": "*   **tpa:** {{ a }}\n*   **tpb:** {{ b }}\n    *   [ ] tpc {{ a }}\n- tpd\n",
    "behind a label": "**tpa:** {{ a }}\n\n**tpb:** {{ b }}\n\n## tpc\n",
    "behind labels that touch": "**tpa:** {{ a }}\n**tpb:** {{ b }}\n\n#### tpc\n- tpd\n",
    "behind a label above a list": "**tpa:** {{ a }}\n- tpb\n\ntpc: {{ b }}\n> tpd\n",
    "above a delimiter row": "tpa {{ a }}\n--- | ---\ntpb\n\n{{ b }}\n- | -\n",
    "above a lone dash": "tpz\n\n{{ a }}\ntpb\n",
    "running text": "tpa {{ a }} tpb {{ b }} tpc *tpd* and `tpe` [tpf](http://x) **tpg**.\n",
    "start of a line": "{{ a }} tpa\n\ntpb\n{{ b }} tpc\n{{ a }}\ntpd\n",
    "item": "- {{ a }}\n- {{ b }}\n- tpa\n",
    "task": "- [ ] {{ a }}\n- [x] {{ b }} tpa\n- tpb\n",
    "later line of an item": "- tpa\n  {{ a }}\n- tpb\n",
    "ordered item": "1. {{ a }}\n2. {{ b }} tpb\n   - tpa {{ a }}\n",
    "before a full stop": "{{ a }}. tpa\n\n{{ b }}) tpb\n",
    "slots that touch": "{{ a }}{{ b }} tpa\n\n{{ b }}{{ a }}\n\ntpb {{ a }}{{ b }}\n",
    "behind marks": "-{{ a }} tpa\n\n1{{ b }} tpb\n\n#{{ a }} tpc\n\n*{{ b }}* tpd\n\n**{{ a }}** tpe\n",
    "before marks": "{{ a }}--- tpa\n\n{{ b }}*** tpb\n\n{{ a }}| tpc\n",
    "heading": "# tpa {{ a }}\n\ntpb\n\n## tpc {{ b }} tpd\n\n### tpe {{ a }} ###\n",
    "heading with an underline": "{{ a }} tpa\n===\n\ntpb {{ b }}\n---\n\ntpc\n",
    "nothing but an underlined heading": "{{ a }}\n===\n\n{{ b }}\n---\n\ntpc\n",
    "link": "tpa [tpb {{ a }} tpc](http://x/{{ b }}) tpd\n\n- [{{ b }}]({{ a }}) tpe\n",
    "title of a link": "tpa [tpb](http://x \"{{ a }}\") tpc\n\n[tpd](<{{ b }}> '{{ a }}')\n",
    "image": "tpa ![{{ a }}]({{ b }}) tpb\n",
    "autolink": "tpa <https://x.y/{{ a }}> tpb\n",
    "definition": 'tpa [tpb][k]\n\n[k]: {{ a }} "{{ b }}"\n\ntpc\n',
    "between brackets": "tpa [{{ a }}] ({{ b }}) [tpc](x)\n\n{{ a }}(tpd)\n\n{{ b }}[tpe](u)\n\n{{ a }}: tpf\n",
    "cell": "| tpa | tpb |\n| --- | --- |\n| {{ a }} | {{ b }} |\n| tpc | `{{ a }}` |\n\ntpe\n",
    "cell without outer bars": "tpa | tpb\n--- | ---\n{{ a }} | tpx {{ b }}\ntpc | {{ a }}\n\ntpe\n",
    "cell without spaces": "|tpa|tpb|\n|-|-|\n|{{ a }}|{{ b }}|\n",
    "head of a table": "| {{ a }} | tpa |\n| - | - |\n| tpb | {{ b }} |\n\n{{ a }} | tpc\n- | -\ntpd | {{ b }}\n",
    "cell in a quote": "> | tpa | tpb |\n> | - | - |\n> | {{ a }} | {{ b }} |\n\ntpc\n",
    "fence": "tpa\n\n```mermaid\n{{ a }}\n```\n\ntpb\n\n~~~\ntpc {{ b }} tpd\n  {{ a }}\n~~~\n\ntpe\n",
    "fence in an item": "- tpa\n\n  ```\n  {{ a }}\n  ```\n\n- ```\n  {{ b }}\n  ```\n- tpb\n",
    "fence in a quote": "> ```\n> {{ a }}\n> tpx\n> ```\n> tpa\n\ntpb\n",
    "info of a fence": "tpa\n\n```{{ a }}\ntpb {{ b }}\n```\n\ntpc\n\n~~~ {{ b }}\ntpd\n~~~\n",
    "indented code": "tpa\n\n    {{ a }}\n    tpb {{ b }}\n\ntpc\n\n- tpd\n\n      {{ a }}\n\n  tpe\n",
    "code": "tpa `{{ a }}` tpb `tpx {{ b }} tpy` tpc\n\n- `{{ b }}` tpd ``{{ a }}`` tpe\n",
    "next to code": "tpa{{ a }}`tpb` tpc `tpd`{{ b }} tpe\n",
    "near a lone backtick": "tpa ` tpb {{ a }} tpc\n\ntpd {{ b }} ` tpe\n",
    "HTML": "<div>\ntpa {{ a }}\n{{ b }}\n</div>\n\ntpb\n\n- tpc\n\n  <div>\n  {{ a }}\n  </div>\n\n- tpd\n",
    "HTML in a quote": "> <div>\n> {{ a }}\n> tpx\n> </div>\n\ntpb\n",
    "attribute": "<div title=\"{{ a }}\" class='{{ b }}' id={{ a }}>\ntpa\n</div>\n\ntpb\n",
    "script": '<script>\nvar tpa = "{{ a }}";\n</script>\n\ntpb {{ b }}\n',
    "preformatted": "<pre>\n{{ a }}\n</pre>\ntpa\n\n<table><tr><td>{{ b }}</td></tr></table>\n\ntpb\n",
    "instruction": "<![CDATA[ {{ a }} ]]>\n\ntpa\n\n<?php {{ b }} ?>\n\ntpb\n",
    "between tags": (
        "tpa <b>{{ a }}</b> <a href=\"{{ b }}\">tpb</a> <i title='{{ a }}'>tpd</i> <u x={{ b }}>tpe</u>\n"
    ),
    "comment": (
        "<!-- {{ a }} -->\n\ntpa\n\n<!--\n{{ b }}\ntpz\n-->\n\ntpb <!-- {{ a }} --> tpc\n\n<!--{{ b }}-->\n\ntpd\n"
    ),
    "comment in an item": "- tpc\n  <!-- {{ a }} -->\n- tpd\n",
    "tagged quote": "<critical_warning>\n> **tpa:** {{ a }}\n</critical_warning>\n\n## tpb\n",
    "quote": "> tpa {{ a }}\n> tpb {{ b }}\n\ntpc\n\n> **tpd:** {{ a }}\n\ntpe\n",
    "item in a quote": "> - {{ a }}\n> - tpa\n\ntpb\n\n- > {{ b }}\n- tpc\n",
    "items that repeat": "## tpa\n\n{% for i in items %}\n- {{ i }}\n{% endfor %}\n- tpb\n\n{{ a }}\n",
    "items that repeat in an item": "- tpa\n{% for i in items %}\n  - {{ i }}\n{% endfor %}\n- tpb\n",
    "tasks that repeat": (
        "**tpa:**\n{% for t in tasks %}\n- [{{ 'x' if t.done else ' ' }}] {{ t.text }}\n{% endfor %}\n\n## tpb\n"
    ),
    "numbered items": (
        "{% for i in items %}\n{{ loop.index }}. {{ i }}\n   - tpb {{ a }}\n{% endfor %}\n\n{{ b }}\n\n## tpc\n"
    ),
    "lines that repeat": "## tpa\n\n{% for i in items %}\n{{ i }}\n{% endfor %}\n\ntpb\n",
    "words that repeat": "tpa {% for i in items %}{{ i }}{% if not loop.last %}, {% endif %}{% endfor %} tpb\n",
    "rows that repeat": (
        "| tpa | tpb |\n| - | - |\n{% for r in rows %}\n| {{ r.x }} | {{ r.y }} |\n{% endfor %}\n\ntpc\n"
    ),
    "parts that repeat": "{% for g in group %}\n## tpb {{ loop.index }}: {{ g.title }}\n\n{{ g.body }}\n\n"
    "{% for s in g.subs %}\n- {{ s }}\n{% endfor %}\n\n{% endfor %}\n## tpc\n\n{{ a }}\n",
    "parts that touch": "{% for g in group %}\n## tpb {{ g.title }}\n{{ g.body }}\n{% endfor %}\ntpc\n",
    "parts as items": (
        "{% for g in group %}\n"
        "- **tpb {{ g.title }}:** {{ g.body }}\n{% for s in g.subs %}\n  - {{ s }}\n"
        "{% endfor %}\n{% endfor %}\n\n{{ a }}\n\n- tpc\n"
    ),
    "behind a condition": "{% if on %}\n## tpb\n\n{{ a }}\n\n{% endif %}\n{{ b }}\n\n- tpc\n",
    "behind a mark that may be there": (
        "tpa\n\n{% if on %}- {% endif %}{{ a }}\n\n{% if on %}> {% endif %}{{ b }}\n\ntpb\n"
    ),
    "in a fence that may be there": (
        "tpa\n\n{% if on %}\n```\n{% endif %}\n{{ a }}\n{% if on %}\n```\n{% endif %}\n\ntpb\n"
    ),
    "in HTML that may be there": (
        "tpa\n\n{% if on %}\n<div>\n{% endif %}\n{{ a }}\n{% if on %}\n</div>\n{% endif %}\n\ntpb\n"
    ),
    "in a table that may be there": (
        "{% if on %}\n| tpa | tpb |\n| - | - |\n{% endif %}\n| {{ a }} | {{ b }} |\n\ntpc\n"
    ),
    "above a line that is a condition": "tpa\n{% if on %}## tpb{% endif %}\n{{ a }}\n\n{{ b }}{# c #}\n- tpc\n",
    "between lines that are conditions": (
        "- tpa\n{% if on %}- tpb {{ b }}{% endif %}\n- {{ a }}{% if on %} tpc{% endif %}\n"
        "{% if on %}{% else %}- tpd{% endif %}\n- {{ b }}{% set x = 1 %}\n\ntpe\n"
    ),
    "above a line that may be there": "## tpa\n\n{{ a }}\n{% if on %}\n\ntpb\n{% endif %}\n- tpc\n",
}

FRAGMENTS = (
    *"# h|## h2|###### h6|#|##|===|=|---|--|-|***|* * *|___|- a|* b|+ c|1. x|1) y|2. w|1.|- [ ] t|[ ]|[x]".split("|"),
    *"- - - deep|  - ind|    code|\tcode|> q|>|>> qq|> - x|```|````|```js|~~~|`|``|`a`|``a`b``".split("|"),
    *"[x]: y|[^1]: z|[y]: <z> 't'|[x](y)|![x](y)|[|]|](|)|!|<!--|-->|<!-- c -->|<!-->|--|--->".split("|"),
    *"</critical_warning>|</details>|<details>|</summary>|<script>|</script>|<pre>|</pre>|<div>|</div>|<div".split("|"),
    *'<a href="|">|\'>|/>|<br>|<b>|</b>|Vec<T>|<?|?>|<![CDATA[|]]>|<!X|<http://a.b>|*|**|_|__|**b**|_c_'.split("|"),
    *"a*b*c|snake_case|~~|~~s~~|&lt;|&#35;|&|\\|\\\\|\\`|\\*|word|été|漢字|1|12|3 days|a.|:|key: v|'|\"".split("|"),
    *"{|}|{{ x }}|{% if %}|C#|x #|- # h|- > q|1. ---|> ---".split("|"),
    *("|", "||", "| - |", "a | b", "|-|-|", ":-|", "--|--", "a\\|b", "`a|b`", "| a | b |\n| - | - |\n| 1 | 2 |"),
    *("\n", "\n\n", "\r", "\r\n", "\t", "  ", "\0", "\x0b", "\x0c", "\x85", "\u2028", "\u200b", "\u00a0", "\u3000"),
    *("a\n===", "a\n---", "- a\n\n  b", "text\n# h", "text\n- i", "```\n# in\n```", "[a\nb]: c", "<div>\n\n</div>"),
)

pieces_of_text = st.lists(
    st.tuples(st.sampled_from(("", " ", "\n", "\n\n", "  ", "\n    ")), st.sampled_from(FRAGMENTS)),
    min_size=1,
    max_size=5,
).map(lambda parts: "".join(f"{gap}{fragment}" for gap, fragment in parts))
texts = st.one_of(pieces_of_text, pieces_of_text, st.text(max_size=30)).filter(lambda text: bool(text.strip()))
items = st.lists(texts, min_size=1, max_size=2)
answered = st.fixed_dictionaries(
    {
        "a": texts,
        "b": texts,
        "on": st.booleans(),
        "items": items.map(tuple),
        "tasks": items.map(lambda tasks: tuple({"text": task, "done": len(task) % 2 > 0} for task in tasks)),
        "rows": items.map(lambda rows: tuple({"x": row, "y": row} for row in rows)),
        "group": st.lists(
            st.fixed_dictionaries({"title": texts, "body": texts, "subs": items.map(tuple)}), max_size=2
        ).map(lambda parts: tuple(parts) or ({"title": "t", "body": "b", "subs": ("s",)},)),
    }
)
