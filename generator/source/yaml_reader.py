"""Reader of YAML. Scalars stay text; silent conversions of YAML (duplicate keys, merge keys, tags) are problems.

Plain text is read by the fast path (`quick`), other text by PyYAML's C parser and composer. This module converts nodes
to values itself, because PyYAML's constructor keeps the last of two equal keys and takes longer than parsing. Positions
are not stored with values; `Outline` composes the document again when places are needed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import Any

import yaml

from generator.findings import Path, Rule
from generator.hidden import HIDDEN, without_hidden
from generator.source import rules, slips
from generator.source.characters import first_of_lines, odd_characters, plain_spaces
from generator.source.document import Document, Problem
from generator.source.quick import MAX_ITEMS, read_quickly

MAX_BYTES = 1 << 20
MAX_DEPTH = 40
MAX_ALIASES = 8
MAX_SLIPS = 20
MAX_SAME = 20
"""Maximum number of reported problems per rule and file."""
_PLAIN_TAGS = frozenset({"tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq", "!", "", None})
_TAB_INDENT = re.compile(r"^[ ]*\t", re.MULTILINE)
_MAYBE_DEEP = re.compile(r" [-?:] +[-?:] ")

_NODE = yaml.CBaseLoader


def decode(data: bytes) -> tuple[str, Problem | None]:
    """Return (text, None), or ("", problem) if the bytes are not UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or (data.count(0) > len(data) // 4 and data.strip(b"\0")):
        return "", Problem(rules.NOT_UTF8, 1, 1, {"guess": "UTF-16 编码（记事本里叫“Unicode”）"})
    try:
        return data.decode("utf-8").removeprefix("\ufeff"), None
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rsplit(b"\n", 1)[-1].decode("utf-8", "replace")) + 1
        return "", Problem(rules.NOT_UTF8, line, column, {"guess": _guess_encoding(data)})


def _guess_encoding(data: bytes) -> str:
    """Return a Chinese guess of the bytes' encoding."""
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "不认识的编码"
    return "GBK(GB18030)编码"


def read(text: str) -> Document:
    """Read one YAML document.

    Mappings become dict, sequences list, scalars str. Problems do not raise; if the document cannot be composed, its
    value is None. Hidden characters are reported and left out.
    """
    surface = tuple(surface_problems(text))
    if surface:
        text = _cleaned(text)
    if any(problem.rule is rules.CONFLICT for problem in surface):
        return Document(None, surface)
    if "\t" in text and (tab := _TAB_INDENT.search(text)):
        line, column = _line_column(text, tab.end() - 1)
        return Document(None, (*surface, Problem(rules.TAB, line, column, {})))
    if deep := _too_deep(text):
        return Document(None, (*surface, deep))
    if (value := read_quickly(text)) is not None:
        return Document(value, surface)
    document = read_thoroughly(text)
    lines = {problem.line for problem in surface}
    problems = (
        problem
        for problem in document.problems
        if not (document.value is None and problem.rule in _FOLLOW and lines & {problem.line, problem.line - 1})
    )
    return Document(document.value, (*surface, *at_most(problems)))


_FOLLOW = (rules.NOT_YAML, rules.EMPTY_FILE)
"""Rules whose problems may only be consequences of another problem on the same or the preceding line."""


def at_most(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield problems, at most MAX_SAME of each rule."""
    seen: Counter[str] = Counter()
    for problem in problems:
        seen[problem.rule.code] += 1
        if seen[problem.rule.code] <= MAX_SAME:
            yield problem


def _cleaned(text: str) -> str:
    """Return a text without hidden characters and with ordinary spaces in place of odd ones."""
    return plain_spaces(without_hidden(text))


def read_thoroughly(text: str) -> Document:
    """Read a document with PyYAML: full YAML syntax, and every problem with its place.

    A slip that prevents parsing is a problem, and reading continues with the corrected text.
    """
    found: list[Problem] = []
    for _ in range(MAX_SLIPS):
        node, problem, mended = _composed(text)
        if problem:
            found.append(problem)
        if mended is None:
            break
        text = mended
    if node is None:
        return Document(None, tuple(found or [Problem(rules.EMPTY_FILE, 1, 1, {})]))
    reader = _NodeReader(text)
    value = reader.value(node)
    return Document(value, (*found, *reader.problems, *_lost_anchors(text), *reader.lost_comments()))


def _composed(text: str) -> tuple[yaml.Node | None, Problem | None, str | None]:
    """Return the node of a text, or the problem that prevents parsing and, if known, the corrected text."""
    try:
        node = yaml.compose(text, Loader=_NODE)
    except yaml.MarkedYAMLError as error:
        return None, *_syntax_problem(error, text)
    except yaml.YAMLError as error:
        return None, Problem(rules.NOT_YAML, 1, 1, {"detail": str(error).splitlines()[0]}), None
    if isinstance(node, yaml.ScalarNode) and (slip := slips.slip_near(text, [node.start_mark.line + 1])):
        return None, Problem(rules.NOT_YAML, slip.line, slip.column, {"detail": slip.detail}), slip.mended
    return node, None, None


class Outline:
    """The places of one YAML document's values. The document is composed once, for the first place."""

    def __init__(self, text: str) -> None:
        """Prepare to find places in this text."""
        self._text = text

    @cached_property
    def _root(self) -> Any:
        """The node of the whole document, with slips corrected; None if it cannot be composed."""
        text = _cleaned(self._text)
        if _too_deep(text):
            return None
        node: yaml.Node | None = None
        for _ in range(MAX_SLIPS):
            node, _, mended = _composed(text)
            if mended is None:
                break
            text = mended
        return node

    def place(self, path: Path, *, at_key: bool = False) -> tuple[int, int]:
        """Return line and column (from 1) of the value at `path`, or of the nearest of its parents that exists.

        With `at_key`, return the place of the last key instead of its value.
        """
        node = self._root
        mark = node.start_mark if node is not None else None
        for step in path:
            child = _child(node, step)
            if child is None:
                break
            key, node = child
            mark = key.start_mark if at_key and key is not None and step == path[-1] else node.start_mark
            if key is not None and node.start_mark.index == node.end_mark.index:
                mark = key.start_mark
        return _place(mark)


def locate(text: str, path: Path, *, at_key: bool = False) -> tuple[int, int]:
    """Return line and column (from 1) of one value of a document; see `Outline.place`."""
    return Outline(text).place(path, at_key=at_key)


def _child(node: Any, step: str | int) -> tuple[Any, Any] | None:
    """Return (key node or None, value node) of a mapping's key or a sequence's index."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        items = [item for item in node.value if not _is_empty(item)]
        return (None, items[step]) if step < len(items) else None
    return None


def _is_empty(node: Any) -> bool:
    """Return True if a node is empty in the text, as after `key:` or `-`."""
    return isinstance(node, yaml.ScalarNode) and node.value == "" and not node.style


def surface_problems(text: str) -> Iterator[Problem]:
    """Yield problems of a text in any format: merge conflicts, hidden and odd characters.

    Only the first of each line, and at most MAX_SAME of each kind.
    """
    if line := slips.conflict(text):
        yield Problem(rules.CONFLICT, line, 1, {})
    for place, match in islice(first_of_lines(HIDDEN, text), MAX_SAME):
        line, column = _line_column(text, place)
        yield Problem(rules.HIDDEN_CHARACTER, line, column, {"code": _code(match.group())})
    for place, what, todo in islice(odd_characters(text), MAX_SAME):
        line, column = _line_column(text, place)
        yield Problem(rules.ODD_CHARACTER, line, column, {"what": what, "todo": todo})


def _code(character: str) -> str:
    """Return the name of a character, e.g. U+200B."""
    return f"U+{ord(character):04X}"


def _lost_anchors(text: str) -> Iterator[Problem]:
    """Yield a problem for each anchor (`&name`) without an alias: it was meant as text, and YAML drops it."""
    if "&" not in text:
        return
    tokens = list(yaml.scan(text, Loader=_NODE))
    used = {token.value for token in tokens if isinstance(token, yaml.AliasToken)}
    for token in tokens:
        if isinstance(token, yaml.AnchorToken) and token.value not in used:
            yield Problem(rules.LOST_ANCHOR, *_place(token.start_mark), {"name": token.value})


def _line_column(text: str, index: int) -> tuple[int, int]:
    """Return line and column, from 1, of the character at `index`."""
    return text.count("\n", 0, index) + 1, index - (text.rfind("\n", 0, index) + 1) + 1


def _place(mark: Any) -> tuple[int, int]:
    """Return line and column, from 1, of PyYAML's mark; (1, 1) for None."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _too_deep(text: str) -> Problem | None:
    """Return a problem if nesting is too deep for the composer, which is recursive and would crash the process."""
    flow = text.count("[") + text.count("{")
    if flow <= MAX_DEPTH and " " * 30 not in text and "\t" not in text and not _MAYBE_DEEP.search(text):
        return None
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_NODE):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    line, column = _place(event.start_mark)
                    return Problem(rules.TOO_DEEP, line, column, {"depth": MAX_DEPTH})
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        return None  # composing reports it
    return None


_SYNTAX = (
    ("could not find expected ':'", "这一行缺少冒号；要是接着上一行写的，前面要缩进"),
    ("mapping values are not allowed", "这里不该有冒号：上一行可能缩进不对，或文字里有“: ”需要加引号"),
    ("did not find expected key", "缩进和上面的行没有对齐，或引号、括号没有配对"),
    ("did not find expected '-'", "列表项的“-”没有和上面的对齐"),
    ("did not find expected ',' or", "这个方括号或花括号没有收尾，或里面少了逗号"),
    ("found unexpected end of stream", "引号或括号没有收尾"),
    ("found undefined alias", "用了“*名字”，但没有对应的“&名字”"),
    ("found character that cannot start", "这个符号不能放在开头，请给文字加上引号"),
    ("scanning an anchor", "“&”开头的文字要加引号"),
    ("scanning an alias", "“*”开头的文字要加引号"),
    ("found unknown escape character", "双引号里的“\\”有特殊含义，请改用单引号"),
    ("expected a single document", "一个文件只能写一项，请去掉“---”分隔的第二项"),
    ("did not find expected <document start>", "文件里混进了不属于 YAML 的内容"),
)


_BEGUN = ("while scanning a simple key", "while parsing a flow")


def _composes(text: str) -> bool:
    """Return True if a text parses."""
    try:
        return yaml.compose(text, Loader=_NODE) is not None
    except yaml.YAMLError:
        return False


def _syntax_problem(error: yaml.MarkedYAMLError, text: str) -> tuple[Problem, str | None]:
    """Return the problem for YAML that does not parse, at the slip that probably caused it, and the corrected text.

    The parser often stops at a later line; an unfinished key, bracket or quotation is reported where it begins.
    """
    begun = error.context_mark and str(error.context).startswith(_BEGUN)
    line, column = _place(error.context_mark if begun else error.problem_mark or error.context_mark)
    stopped = _place(error.problem_mark)[0]
    words = f"{error.context} {error.problem}"
    if slip := slips.slip_near(text, sorted({line, stopped, stopped - 1})):
        return Problem(rules.NOT_YAML, slip.line, slip.column, {"detail": slip.detail}), slip.mended
    if slip := slips.open_quote(text, stopped):
        mended = slip.mended if slip.mended and _composes(slip.mended) else None
        return Problem(rules.NOT_YAML, slip.line, slip.column, {"detail": slip.detail}), mended
    detail = next((zh for en, zh in _SYNTAX if en in words), "这里不符合 YAML 的写法")
    return Problem(rules.NOT_YAML, line, column, {"detail": detail}), None


_BREAK = re.compile(r"\r\n?|\n")  # PyYAML's line ends; other ones are hidden characters
_GLUED = re.compile(r"([a-z_]+):(\S.*)", re.DOTALL)
_THOUSANDS = re.compile(r"[0-9]{3}")


class _NodeReader:
    """Converts one document's nodes to values and collects the problems."""

    def __init__(self, text: str) -> None:
        """Start with a text and without problems."""
        self.problems: list[Problem] = []
        self._text_of_all = text
        self._lines = _BREAK.split(text)
        self._spans: list[tuple[int, int]] = []
        self._values: dict[int, Any] = {}
        self._aliased = "*" in text
        self._aliases = 0

    def value(self, node: yaml.Node) -> Any:
        """Return the node's value; an alias gives the same value as its anchor."""
        if isinstance(node, yaml.ScalarNode) and node.tag in _PLAIN_TAGS and not self._aliased:
            return self._text(node)
        if id(node) in self._values:
            self._aliases += 1
            if self._aliases == MAX_ALIASES + 1:
                self._report(rules.TOO_MANY_ALIASES, node, most=MAX_ALIASES)
            return self._values[id(node)] if self._aliases <= MAX_ALIASES else ""
        if node.tag not in _PLAIN_TAGS:
            self._report(rules.TAG, node, tag=node.tag)
        if isinstance(node, yaml.ScalarNode):
            self._values[id(node)] = self._text(node)
            return self._values[id(node)]
        if isinstance(node, yaml.SequenceNode):
            return self._sequence(node)
        return self._mapping(node)

    def lost_comments(self) -> Iterator[Problem]:
        """Yield the comments that were probably meant as text."""
        if "#" in self._text_of_all:
            for place, shown in slips.lost_comments(self._text_of_all, self._spans):
                yield Problem(rules.LOST_COMMENT, *_line_column(self._text_of_all, place), {"shown": shown})

    def _text(self, node: yaml.ScalarNode) -> str:
        """Return a scalar's text without hidden characters from escapes, which are reported."""
        first, last = node.start_mark, node.end_mark
        self._spans.append((first.index, last.index))
        if node.style == '"' and (found := HIDDEN.search(node.value)):
            self._report(rules.HIDDEN_CHARACTER, node, code=_code(found.group()))
            return without_hidden(node.value)
        if not node.style and last.line > first.line:
            if (line := slips.dash_inside(self._lines, first.line, last.line)) is not None:
                column = len(self._lines[line]) - len(self._lines[line].lstrip()) + 1
                self.problems.append(Problem(rules.DEEP_DASH, line + 1, column, {}))
        return str(node.value)

    def _sequence(self, node: Any) -> list[Any]:
        self._values[id(node)] = ""  # a list that contains itself sees text here
        written = [item for item in node.value if not self._empty(item, item)]
        self._bounded(node, len(written))
        items = [self.value(item) for item in written[:MAX_ITEMS]]
        self._values[id(node)] = items
        if node.flow_style and len(written) == 1 and isinstance(written[0], yaml.ScalarNode):
            if not written[0].style and slips.is_several(written[0].value):
                self._report(rules.ONE_OF_TWO, written[0], shown=written[0].value)
        return items

    def _mapping(self, node: Any) -> dict[str, Any]:
        self._values[id(node)] = ""
        self._bounded(node, len(node.value))
        mapping: dict[str, Any] = {}
        lines: dict[str, int] = {}
        before = ""
        for key_node, value_node in node.value[:MAX_ITEMS]:
            key = self._text(key_node) if isinstance(key_node, yaml.ScalarNode) else None
            if key is None or key == "<<":
                self._report(rules.BAD_KEY, key_node)
            elif key in lines:
                self._report(rules.DUPLICATE_KEY, key_node, key=key, first=lines[key])
            else:
                lines[key] = key_node.start_mark.line + 1
                if _is_empty(value_node) and (meant := self._glued(key, before, mapping, key_node)):
                    mapping[meant[0]] = meant[1]
                elif not self._empty(value_node, key_node):
                    mapping[key] = self.value(value_node)
                before = key
        self._values[id(node)] = mapping
        return mapping

    def _glued(self, key: str, before: str, mapping: dict[str, Any], node: yaml.Node) -> tuple[str, str] | None:
        """Report a key without a value that was meant as "field: value"; return (field, value), or None if it is a key.

        `before` is the preceding key.
        """
        number = mapping.get(before)
        if _THOUSANDS.fullmatch(key) and isinstance(number, str) and number.isdecimal():
            self._report(rules.NOT_YAML, node, detail=f"数字中间不要写逗号，写成 {number}{key}")
            return before, number + key
        name, colon, value = key.partition("：")
        if colon and value.strip():
            self._report(rules.NOT_YAML, node, detail=f"“{key}”里是中文冒号，要改成英文冒号加一个空格")
            return name.strip(), value.strip()
        if found := _GLUED.fullmatch(key):
            self._report(rules.NOT_YAML, node, detail=f"“{found[1]}:”后面要空一格")
            return found[1], found[2]
        return None

    def _bounded(self, node: yaml.Node, count: int) -> None:
        """Report a list or mapping that is too long; the items beyond the limit are left out."""
        if count > MAX_ITEMS:
            self._report(rules.TOO_MANY, node, count=count, most=MAX_ITEMS)

    def _empty(self, node: yaml.Node, place: yaml.Node) -> bool:
        """Report a value that is empty in the text and return True; the field then counts as missing."""
        if _is_empty(node):
            self._report(rules.EMPTY_VALUE, place, key=place.value)
        return _is_empty(node)

    def _report(self, rule: Rule, node: yaml.Node, **words: Any) -> None:
        self.problems.append(Problem(rule, *_place(node.start_mark), words))
