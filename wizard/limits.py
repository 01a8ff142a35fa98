"""Every bound on what a stranger may have written: templates, answers, drafts, plans, and the work on them."""

from __future__ import annotations

from typing import Final

# A template's file.
MAX_TEMPLATE_BYTES: Final = 2_000_000
MAX_TEMPLATE_PROBLEMS: Final = 100
MAX_QUESTIONS: Final = 2_000
MAX_GROUP_LEVELS: Final = 20
MAX_PROBLEMS_WITH_HINTS: Final = 100
"""A near name takes milliseconds to find, and nobody reads that many mistakes."""

# Files that were not written for this program.
MAX_IMPORTED_HELP_CHARACTERS: Final = 1_000
MAX_FORM_OPTIONS: Final = 3_000
"""In all dropdowns and boxes of an issue form together."""
MAX_PLAIN_TEXT_CHARACTERS: Final = 4_000
"""Of the Markdown that becomes help: nobody reads more beside a question."""
MAX_FILE_MARKDOWN_CHARACTERS: Final = 100_000
"""In all of these texts of a file together."""

# Its body and its expressions.
MAX_TEMPLATE_TOKENS: Final = 200_000
MAX_TAG_TOKENS: Final = 400
"""In one slot or tag."""
MAX_BLOCK_LEVELS: Final = 20
MAX_COPIED_NODES: Final = 20_000
"""Of Jinja's, which the uses of parts may add to a body."""
MAX_EXPRESSION_LEVELS: Final = 40
MAX_FILTER_ARGUMENTS: Final = 20
MAX_CONDITION_STEPS: Final = 5_000
MAX_CONDITION_CALLS: Final = 300

# A question's pattern.
MAX_PATTERN_CHARACTERS: Final = 300
MAX_PATTERN_LEVELS: Final = 20
MAX_MATCHED_CHARACTERS: Final = 20_000
"""In an answer that has to match: the worst pattern takes a tenth of a second for so many."""
MAX_PATTERN_MEMORY_BYTES: Final = 4_000_000
"""Bytes that RE2 may use for a pattern: for its program, and for the states that it has met."""

# The segments that a body is split into, and the variants of each that are read as Markdown.
MAX_BLOCK_RUN_CHARACTERS: Final = 500_000
"""In blocks that can only be read together, such as one list; in longer ones, answers are escaped with caution."""
MAX_PARSED_PARAGRAPH_CHARACTERS: Final = 100_000
"""In a longer one, answers are escaped with caution."""
MAX_PARAGRAPH_BRACKET_WORK: Final = 100_000_000
"""Its brackets times its characters: the parser may look for the end of a link from every one to the last."""
MIN_LONG_SEGMENT_CHARACTERS: Final = 4_000
"""A segment as long as that ends where the next paragraph begins."""
MAX_SPLIT_VARIANTS: Final = 60
MAX_SPLIT_CHARACTERS: Final = 2_000_000
"""In the variants of a body together, beyond the first."""
MAX_SEGMENT_VARIANTS: Final = 40
MAX_VARIANT_CHARACTERS: Final = 200_000
"""In the variants of one segment together, beyond the first."""
MAX_MULTIPLIED_REPEAT_LEVELS: Final = 3
MAX_NEIGHBOUR_CHARACTERS: Final = 4_000
MAX_NEIGHBOURS: Final = 32
"""On each side of a segment: of so many in a row that may be absent, one is taken to be there."""

# Where templates lie in a repository.
MAX_PARENT_FOLDERS: Final = 40
MAX_LISTED_ENTRIES: Final = 1_000
"""In one folder; what else is in it is not seen."""
MAX_LISTED_FOLDERS: Final = 100
"""Presets, extensions, schemas, and folders below one another, each."""
MAX_TEMPLATE_FOLDER_LEVELS: Final = 5
MAX_FOUND_TEMPLATES: Final = 400
MAX_MANIFEST_BYTES: Final = 200_000
MAX_TEMPLATE_HEAD_BYTES: Final = 6_000
"""Of a file, in which its title is looked for."""
MAX_SHOWN_FILE_BYTES: Final = 200_000
"""Of a template that is shown before it is chosen."""
MAX_TITLE_SECONDS: Final = 0.5
"""For the titles of a list; the files after that go by their names."""

# Compiled templates that are kept for the next start.
MAX_CACHED_TEMPLATES: Final = 60
MAX_CACHE_ENTRY_BYTES: Final = 20_000_000
"""Of a file with a byte to a value, msgspec makes eight bytes each."""

# Rendering one plan.
MAX_PLAN_CHARACTERS: Final = 5_000_000
MAX_PLAN_REPEATS: Final = 100_000
MAX_BODY_LEVELS: Final = 60
MAX_VALUE_CHARACTERS: Final = 1_000_000
"""No expression makes a longer text."""
MAX_RENDERED_BLOCK_CHARACTERS: Final = 30_000
"""A longer paragraph or block of the plan is shown as its source: to draw it as Markdown would hold keys up."""
MAX_SOURCE_PART_CHARACTERS: Final = 10_000
"""Such a block is drawn in parts, where they are in sight."""
MAX_OPTIONS_FROM_ANSWERS: Final = 1_000
MAX_ROUND_DIGITS: Final = 15
MAX_FORMAT_WIDTH: Final = 100
"""Of one number or text that a filter pads."""
MAX_RENDER_SECONDS: Final = 5.0
"""Of the processor: a busy machine makes no template wrong."""

# Answers in Markdown.
MAX_ESCAPED_PIECE_CHARACTERS: Final = 10_000
"""In a longer item, row or paragraph, answers are escaped with caution, without a parser."""
MAX_ESCAPING_WORK: Final = 60_000
"""How many characters may be parsed to find which escapes of a piece are needless."""
MAX_COMPARED_OUTLINE_CHARACTERS: Final = 100_000
"""In a longer segment, answers that may begin blocks are escaped line by line, without a parser."""
MAX_PLAN_ESCAPING_WORK: Final = 300_000
"""In all pieces of a plan together, which takes half a second; after that, answers are escaped with caution."""

# YAML and JSON.
MAX_YAML_LEVELS: Final = 100
MAX_YAML_NODES: Final = 2_000_000
MAX_YAML_ALIASED_NODES: Final = 100_000
"""How many values may come from aliases; a few lines of them can stand for billions."""
MAX_YAML_DIGITS: Final = 300
MAX_YAML_PROBLEMS: Final = 1_000
MAX_JSON_LEVELS: Final = 100
MAX_JSON_DIGITS: Final = 300
MAX_UNKNOWN_KEY_PROBLEMS: Final = 200

# Saved plans and answers.
MAX_TEMPLATE_COPIES: Final = 200
"""Of the templates that saved plans were made from."""
MAX_FILE_VERSIONS: Final = 20
"""Of one plan that are kept, with its answers, from before each save."""
MAX_FILE_VERSIONS_BYTES: Final = 5_000_000
"""In these versions together; the last one is kept however large it is."""
MAX_VERSIONED_FILES: Final = 200
MAX_VERSIONS_BYTES: Final = 100_000_000
"""In the versions of all plans together."""
MAX_PLAN_FILE_BYTES: Final = 20_000_000
MAX_ANSWERS_FILE_CHARACTERS: Final = 20_000_000
MAX_FILE_NAME_BYTES: Final = 200
MAX_REMEMBERED_FILES: Final = 1_000
"""Files of which it is known how `render` left them."""
MAX_SEARCH_HITS: Final = 50
"""Of each kind, that a search over everything lists."""
MAX_EXAMINED_HITS: Final = 2_000
"""In a plan, of which those are listed that come from no answer."""
MAX_PALETTE_QUESTIONS: Final = 20
MAX_SEARCH_LENGTH: Final = 200
"""Characters of what is looked for in a plan."""
MAX_REVIEW_FINDINGS: Final = 100
"""That the review lists; `check` lists all."""
MAX_PLAN_DIFFERENCES: Final = 50
"""Lines of a plan of which `check` tells."""
MAX_TASK_DEPTH: Final = 30
"""Of lists and quotes that a task may stand in; the Markdown parser reads no more than thirty lists."""
MAX_RECENT_PLANS: Final = 12
"""Plans that the start screen remembers."""
MAX_RECENT_PLAN_BYTES: Final = 20_000
"""Of what is remembered of one."""
MAX_COUNTED_PLAN_BYTES: Final = 1_000_000
"""Of a recent plan whose tasks are counted for the start screen."""
MAX_COMPARED_LINE_PAIRS: Final = 4_000_000
"""Two stretches with more pairs of lines, and no line that stands once in each, count as different."""
MAX_COMPARED_NODE_PAIRS: Final = 10_000
"""In longer lists, lines are matched only if they are equal, not if they are alike."""
MAX_ID_LIST_CHARACTERS: Final = 1_000
"""What follows in a longer list of the tasks that a task depends on is passed over."""
MAX_ID_RANGE: Final = 1_000
"""How many tasks `T001-T999` may stand for."""
MAX_READ_PLAN_CHARACTERS: Final = 2_000_000
"""Of a longer plan no edit made by hand becomes an answer; it stays in the plan."""
MAX_CHECKED_LINE_CHARACTERS: Final = 20_000
"""A longer line of a plan is no prose to the rules of `check`."""
MAX_READ_BACK_TRIALS: Final = 64
"""Renderings of a plan to find out which of the edits made in its file fit the answers."""
MAX_SHOWN_CANDIDATES: Final = 20
"""Of the tasks that a name may mean."""
MAX_REFUSED_EDITS: Final = 300
"""Of those made by hand in a plan, that are not to become answers."""
MAX_READ_DELTA_CHARACTERS: Final = 32_768
"""Of what a draft remembers of a plan that was edited by hand; it stands in the header of its snapshot."""
MAX_OUTLINE_INDENT: Final = 64
"""Blanks; what is indented further is not told apart by its indentation when two versions of a plan are compared."""

# Documents that were made elsewhere.
MAX_READ_DOCUMENT_CHARACTERS: Final = 2_000_000
"""Of a longer one nothing is read; it is kept as it is."""
MAX_READ_HEADINGS: Final = 5_000
"""In a document with more of them, no heading begins a section of the template."""
MAX_COMPARED_HEADINGS: Final = 200
"""Which are in no other way those of the template, and are compared with each of it by their words."""
MAX_COMPARED_TEMPLATES: Final = 100
"""With a document, to find the one that it was made after."""
MAX_TOLD_PARTS: Final = 50
"""Of a document, that fit no question and are told one by one."""

# Drafts.
MAX_DRAFT_FILE_BYTES: Final = 100_000_000
MAX_SNAPSHOT_HEADER_BYTES: Final = 65_536
MAX_DRAFT_NUMBER: Final = 10**15
"""Of events, turns and answers; no draft gets there."""
MAX_JOURNAL_LEVELS: Final = 60
"""Of lists and objects in one another; a template nests far less."""

# What comes in through the command line.
MAX_INPUT_FILE_BYTES: Final = 50_000_000
MAX_PIPED_LINE_CHARACTERS: Final = 50_000_000
MAX_SEARCHED_FILES: Final = 20_000
"""Below a folder, or where a glob may be about them."""
MAX_NEIGHBOUR_PLANS: Final = 500
"""Files beside a plan in which references to its ids are looked for, before an id is changed."""
MAX_SEARCHED_LEVELS: Final = 40
"""Folders in one another."""

# What comes in from a terminal.
MAX_KEY_SEQUENCE_BYTES: Final = 64
"""A longer sequence stands for no key."""
MAX_TERMINAL_STRING_BYTES: Final = 4_096
"""In an answer of the terminal, such as a colour; what is longer was typed."""
MAX_TERMINAL_COLUMNS: Final = 1_000
MAX_TERMINAL_ROWS: Final = 300
"""A larger terminal is drawn on up to here."""

# First frames that are kept for the next start.
MAX_LAUNCH_IMAGES: Final = 40
MAX_LAUNCH_IMAGE_BYTES: Final = 250_000
"""Of each; a terminal of 300 x 100 takes about 120,000."""
MAX_LAUNCH_IMAGE_DRAFTS: Final = 50
"""Drafts that are looked at to know which was left last; with more, `resume` without a name has no frame."""
