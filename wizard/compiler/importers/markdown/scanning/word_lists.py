"""The words by which templates say what is optional, what is to be done, and what is to be written, by language.

Everything is matched in lower case. English first, then German, French, Spanish, Portuguese, Italian, Dutch, Turkish,
Polish, Russian, Chinese, Japanese and Korean.
"""

from __future__ import annotations

import re
from typing import Final

_YEAR: Final = r"(?:[Yy]{4}|[Aa]{4}|[Jj]{4}|[Rr]{4}|[Гг]{4})"
_MONTH: Final = r"(?:[Mm]{2,3}|[Мм]{2}|AA|aa)"
_DAY: Final = r"(?:[Dd]{2}|J{2}|j{2}|T{2}|t{2}|G{2}|g{2}|[Дд]{2})"
_SHORT_YEAR: Final = rf"(?:{_YEAR}|YY|yy|AA|aa|JJ|jj|ГГ|гг)"
_TWO_DIGITS: Final = r"(?:{}{{2}}|X{{2}}|_{{1,8}}|[\ \u3000]{{1,8}})"
ISO_DATE_PATTERN: Final = rf"{_YEAR}-{_MONTH}-{_DAY}"
DATE_PATTERN: Final = "|".join(
    (
        *(
            separator.join(order)
            for separator in ("-", "/", r"\.", r"\ /\ ", r"\.\ ")
            for order in ((_YEAR, _MONTH, _DAY), (_DAY, _MONTH, _SHORT_YEAR), (_MONTH, _DAY, _SHORT_YEAR))
        ),
        rf"(?:[Yy]{{4}}|X{{4}}|_{{2,12}}|)[年년]\ ?{_TWO_DIGITS.format('M')}[月월]\ ?{_TWO_DIGITS.format('D')}[日일]",
    )
)
"""By language: YYYY-MM-DD, DD/MM/YYYY, JJ/MM/AAAA, TT.MM.JJJJ, GG.AA.YYYY, ДД.ММ.ГГГГ, `____年__月__日`."""
TIME_PATTERN: Final = r"(?:HH|hh|ЧЧ|чч):(?:MM|mm|ММ|мм)(?::(?:SS|ss|СС|сс))?"
ALTERNATIVES: Final = frozenset(
    "yes/no no/yes y/n yes/no/maybe yes/no/na yes/no/n/a true/false pass/fail passed/failed on/off open/closed go/no-go"
    " accepted/rejected approved/rejected enabled/disabled done/open internal/external minor/major high/low"
    " low/high public/private ja/nein oui/non sí/no si/no sim/não sì/no ja/nee evet/hayır tak/nie да/нет"
    " 是/否 有/无 有/無 はい/いいえ 예/아니오 예/아니요".split()
)
"""Answers of which one is picked, though there are only two of them."""
NAMES_OF_BLANKS: Final = frozenset(
    "name title role team person owner author date time day month year email phone url link id number version path file"
    " city country company organization project type value text description issue ticket reason area".split()
)
"""Words that say what to write, so that `Name/Role/Team` is a blank and no choice."""
OPTIONAL = re.compile(
    r"\b(?:optional(?:ly)?|if applicable|if any|if relevant|if needed|if appropriate|when applicable|where applicable|"
    r"include if|delete (?:this|if)|remove (?:this|if)|omit|falls zutreffend|facultatif|facultative|le cas échéant|"
    r"opcional|si procede|si aplica|se aplicável|facoltativo|opzionale|optioneel|isteğe bağlı|opsiyonel|"
    r"opcjonaln[aey]|необязательно|опционально)\b|可选|选填|任意|省略可|선택\s?사항|선택적",
    re.IGNORECASE,
)
MANDATORY = re.compile(
    r"\b(?:mandatory|required|must be filled|pflichtfeld|erforderlich|obligatoire|requis|obligatorio|obligatório|"
    r"obbligatorio|verplicht|zorunlu|wymagane|обязательно)\b|必填|必須|필수",
    re.IGNORECASE,
)
MARK_IN_BRACKETS = re.compile(
    r"[ \t]*(?P<emphasis>[*_]{0,2})[(\[（](?P<words>[^()\[\]（）\n]{1,80})[)\]）](?P=emphasis)[ \t]*"
)
EXAMPLE = re.compile(
    r"(?:\b(?:e\.\s?g\.|eg\.|for example|for instance|example:|such as|z\.\s?b\.|zum beispiel|p\.\s?ex\.|par exemple|"
    r"p\.\s?ej\.|por ejemplo|por exemplo|ad esempio|bijv\.|bijvoorbeeld|örneğin|np\.|na przykład|например)|"
    r"例如|比如|例えば|예:|예를 들어)[,:]?\s*",
    re.IGNORECASE,
)
REPEATED = re.compile(
    r"\b(?:repeat(?:\s+(?:this|for|the|as))?|for each|one (?:section|row|entry|block) per|"
    r"numbers? of .{1,40} (?:can|may) vary|"
    r"more .{0,30}(?:as needed|here)|add (?:more|another|additional|as many)|duplicate this|copy this|wiederholen|"
    r"für jede[nrs]?|répéter|pour chaque|repetir|para cada|ripetere|per ogni|herhaal|tekrarla|her .{1,20} için|"
    r"повтор\w*|для кажд\w+)\b|重复|每个|繰り返|ごとに|반복|각 ",
    re.IGNORECASE,
)
ELLIPSIS = re.compile(r"(?:…|\.{3}|\[(?:…|\.{3})\]|etc\.?|more)\.?\Z", re.IGNORECASE)
ORDER = re.compile(
    r"\b(?:action required|template guide|instructions?(?: for (?:use|the author))?:|delete (?:this|these|all|before)|"
    r"remove (?:this|these|all|before)|do not (?:keep|submit|file|edit|include)|must replace|sample tasks|"
    r"placeholders?|never emit|thanks for|thank you for|before (?:submitting|opening|creating)|please (?:read|note)|"
    r"how to use this template|customi[sz]e|fixme|todo|template:|replace (?:this|the|all))\b",
    re.IGNORECASE,
)
REPLACE = re.compile(
    r"\b(?:replace|change|insert|put|fill in|your|enter|reemplazar|remplacer|ersetzen|substituir|sostituire|vervang|"
    r"değiştir|заменит\w*)\b|替换|置き換え|바꾸",
    re.IGNORECASE,
)
PICK_ONE = re.compile(
    r"\b(?:pick|choose|select|keep|leave) (?:only )?(?:one|the one)\b|\bdelete (?:the (?:rest|others?)|all but one)\b|"
    r"\bnur eine[ns]? auswählen\b|\bchoisi(?:r|ssez) (?:un|une)\b|\belija uno?\b",
    re.IGNORECASE,
)
OPENING_MARK = re.compile(r"\b(?:BEGIN|START)\b", re.IGNORECASE)
SAMPLE_TASKS = re.compile(r"\b(?:sample|example) tasks\b", re.IGNORECASE)
DIRECTIVE = re.compile(
    r"""
    /?(?:[A-Z][A-Z0-9_-]*:)+(?:BEGIN|END|START|STOP)\b.*         # AC:BEGIN, SECTION:PLAN:END
    | /?\s*(?:toc|tocstop|more|pagebreak|endtoc|no[- ]toc)\s*
    | (?:markdownlint|prettier|eslint|textlint|vale|alex|cspell|spellchecker|remark|lint|mdlint|doctoc|truncate|htmlmin)
      (?:[- :].*)?
    | (?:START|END)\s+(?:doctoc|doc-?gen|\w+-generated).*
    | (?:BEGIN|END)[ _-][A-Z0-9_ -]+
    | (?:begin|end|start|stop)[ :-][\w-]+(?:[ :-][\w-]+)?
    | \w+:\s*(?:begin|end|start|stop|ignore|disable|enable)\b.*
    | (?:prettier|markdownlint|cspell|vale)[\w-]*(?:ignore|disable|enable|off|on)\b.*
    | template\ (?:begins|ends|starts)\b.*
    | (?:spdx|copyright|license)[- :].*
    | \[\[?[\w:.-]+\]?\]
    | @\w+.*
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
WORK = re.compile(
    r"\b(?:tasks?|to-?dos?|action items?|actions?|next steps?|steps|follow-?ups?|work items?|implementation(?! notes)|"
    r"phase|milestones?|sub-?tasks?|deliverables|aufgaben|maßnahmen|nächste schritte|tâches|prochaines étapes|tareas|"
    r"próximos pasos|tarefas|attività|taken|görevler|zadania|задачи)\b|任务|待办|タスク|할 일",
    re.IGNORECASE,
)
_IMPERATIVES: Final = (
    "add answer assign attach briefly call capture check choose clarify clearly cite comment complete confirm "
    "consider copy create define delete describe detail determine discuss document elaborate enter ensure "
    "enumerate estimate explain fill find flag focus give help highlight identify include indicate insert leave "
    "link list look mark mention name outline paste pick please point propose provide put quote rate read record "
    "refer reference remove replace report say select set share should show sketch specify state submit summarize "
    "summarise tag take tell think try type update upload what which who why how write you your beschreibe "
    "beschreiben bitte erkläre nenne liste füge gib wie warum wer welche welcher welches décrivez décrire décris "
    "expliquez expliquer listez indiquez veuillez ajoutez quel quelle quels quelles pourquoi describa explique "
    "explica indique indica enumera añade agregue proporcione qué cómo cuál cuáles quién descreva informe "
    "adicione qual quais quem como descrivi spiega elenca cosa chi beschrijf geef vermeld opisz podaj wymień "
    "dodaj опишите укажите добавьте перечислите объясните что как почему кто açıklayın belirtin yazın tanımlayın "
    "listeleyin ekleyin nedir neden nasıl hangi kim"
)
_CONDITION = re.compile(
    r"\A(?:\(?(?:optional(?:ly)?|if (?:applicable|relevant|needed|necessary|possible|any|appropriate))\)?[,:]?\s+)+",
    re.IGNORECASE,
)
"""What may stand before an order: "If applicable, add …"."""
_MAX_HINT_CHARACTERS: Final = 900
"""Longer prose explains something that stays."""
_NAMED_TEXT = re.compile(
    r"(?:(?:an?|the|one|two|three|a few|some|any|brief|short|detailed|concise|high-level|clear|\d[-–\d]*)\s+){0,3}"
    r"(?:[\w-]+\s+){0,2}?(?:paragraphs?|sentences?|bullets?|descriptions?|summary|explanations?|overview|lists?|"
    r"name\(?s?\)?|links?|references?|details?|examples?)\s+"
    r"(?:of|for|about|to|that|which|explaining|describing|summari[sz]ing|and)\b",
    re.IGNORECASE,
)
"""A sentence that names what belongs there: "One paragraph explanation of the feature."""
_ANYTHING = re.compile(r"\s+(?:what|how|why|who|where|which|any|all|each|every|your|the problem)\b", re.IGNORECASE)
_VERB = re.compile(
    r"(?<!that )(?<!which )(?<!what )(?<!who )(?<!how )\b(?:is|are|was|were|has|have|can be)\b", re.IGNORECASE
)
"""Of a sentence that states something instead."""
_NOUNS_TOO: Final = frozenset(
    "answer assign call capture check cite comment complete copy design detail document estimate fill flag focus help "
    "highlight link list look mark mention name outline paste pick point purpose quote rate record report reference "
    "replace set share show sketch state submit tag take try type update upload value what how which who why".split()
)
_OBJECT = re.compile(
    r"\s+(?:the|a|an|any|all|your|each|every|some|this|that|these|those|its|their|which|what|how|who|whether|why|here|"
    r"one|two|three|at|up|to|in|on|as|if|other|relevant|major|main|key|possible|potential|is|are|was|were|did|does|do|"
    r"me|you|we|it|they|problem|should|will|can|would|could|might|happens|happened|[a-z]+s)\b",
    re.IGNORECASE,
)
INSTRUCTS = re.compile(rf"\W*({'|'.join(sorted(set(_IMPERATIVES.split())))})\b", re.IGNORECASE)
_VERB_LAST = re.compile(
    r"(?:してください|下さい|ください|記述する|記載する|説明する|記入)[。.]?\Z"
    r"|(?:하세요|하십시오|주세요|해주십시오|작성한다|기술한다|설명한다)[.]?\Z"
    r"|(?:ınız|iniz|unuz|ünüz|yazın|belirtin|açıklayın|ekleyin|listeleyin|tanımlayın)[.:]?\Z",
)
"""Japanese, Korean and Turkish give the order at the end."""
_CHINESE_ORDER = re.compile(r"(?:请|描述|说明|填写|列出|简要|概述|解释|写明|提供|在此|這裡|請|說明)")
QUESTION = re.compile(r"[?？؟][\s)\]*_\"”.]*\Z")
PLACEHOLDER_WORD = re.compile(r"(?:TODO|TBD|TBC|FIXME|WIP|N/?A|tbd|todo|xxx+|\.{3,}|…|-|–|—|\?+|none|unknown)[.:!]?\Z")


def is_instruction(text: str) -> bool:
    """Return whether prose tells the author what to write, rather than stating something that stays.

    It asks, begins with an order, or speaks to a second person.
    """
    plain = _CONDITION.sub("", text.strip(" \t*_>~`\n"))
    is_code = re.fullmatch(r"`[^`]+`", text.strip()) is not None
    if is_code or not plain or len(plain) > _MAX_HINT_CHARACTERS or plain.startswith(("!!!", ":::")):
        return False
    if QUESTION.search(plain) or _VERB_LAST.search(plain) or _CHINESE_ORDER.match(plain):
        return True
    sentences = [sentence for sentence in re.split(r"(?<=[.!?])\s+", plain) if re.search(r"\w", sentence)]
    instructing = [bool(QUESTION.search(each) or _begins_with_order(each)) for each in sentences]
    if not instructing:
        return False
    named = _NAMED_TEXT.match(sentences[0]) if len(plain) <= 300 else None
    rest = sentences[0][named.end() :] if named is not None else ""
    is_named = named is not None and (_ANYTHING.match(rest) is not None or not _VERB.search(rest))
    return instructing[0] or is_named or sum(instructing) * 2 >= len(instructing)


def is_order_at_its_end(text: str) -> bool:
    """Return whether a text ends with an order, in the languages that put the verb last."""
    return _VERB_LAST.search(text) is not None


def _begins_with_order(sentence: str) -> bool:
    """Return whether a sentence begins with an order; a word that is a noun too needs an object behind it."""
    found = INSTRUCTS.match(sentence)
    return found is not None and (
        found[1].lower() not in _NOUNS_TOO or _OBJECT.match(sentence, found.end()) is not None
    )
