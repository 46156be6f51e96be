"""Reader of YAML. Scalars stay text; silent conversions of YAML (duplicate keys, merge keys, tags) are problems.

Plain text is read by the fast path (`quick`), other text by PyYAML's C parser and composer. This module converts nodes
to values itself, because PyYAML's constructor keeps the last of two equal keys and takes longer than parsing. Positions
are not stored with values; `Outline` composes the document again when places are needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import yaml

from generator.findings import Path, Rule
from generator.hidden import HIDDEN, without_hidden
from generator.source import rules
from generator.source.document import Document, Problem
from generator.source.quick import read_quickly

MAX_BYTES = 1 << 20
MAX_DEPTH = 40
MAX_ALIASES = 8
_PLAIN_TAGS = frozenset({"tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq", "!", "", None})
_TAB_INDENT = re.compile(r"^[ ]*\t", re.MULTILINE)
_MAYBE_DEEP = re.compile(r" [-?:] +[-?:] ")

_NODE = yaml.CBaseLoader


def decode(data: bytes) -> tuple[str, Problem | None]:
    """Return (text, None), or ("", problem) if the bytes are not UTF-8."""
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
    hidden = tuple(hidden_problems(text))
    if hidden:
        text = without_hidden(text)
    if "\t" in text and (tab := _TAB_INDENT.search(text)):
        line, column = _line_column(text, tab.end() - 1)
        return Document(None, (*hidden, Problem(rules.TAB, line, column, {})))
    if deep := _too_deep(text):
        return Document(None, (*hidden, deep))
    if (value := read_quickly(text)) is not None:
        return Document(value, hidden)
    document = read_thoroughly(text)
    return Document(document.value, (*hidden, *document.problems))


def read_thoroughly(text: str) -> Document:
    """Read a document with PyYAML: full YAML syntax, and every problem with its place."""
    try:
        node = yaml.compose(text, Loader=_NODE)
    except yaml.MarkedYAMLError as error:
        return Document(None, (_syntax_problem(error, text),))
    except yaml.YAMLError as error:
        return Document(None, (Problem(rules.NOT_YAML, 1, 1, {"detail": str(error).splitlines()[0]}),))
    if node is None:
        return Document(None, (Problem(rules.EMPTY_FILE, 1, 1, {}),))
    reader = _NodeReader()
    value = reader.value(node)
    return Document(value, (*reader.problems, *_lost_anchors(text)))


class Outline:
    """The places of one YAML document's values. The document is composed once, for the first place."""

    def __init__(self, text: str) -> None:
        """Prepare to find places in this text."""
        self._text = text

    @cached_property
    def _root(self) -> Any:
        """The node of the whole document; None if it cannot be composed."""
        text = without_hidden(self._text)
        if _too_deep(text):
            return None
        try:
            return yaml.compose(text, Loader=_NODE)
        except yaml.YAMLError:
            return None

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


def hidden_problems(text: str) -> Iterator[Problem]:
    """Yield the first hidden character of each line of a text."""
    last = 0
    for match in HIDDEN.finditer(text):
        line, column = _line_column(text, match.start())
        if line != last:
            yield Problem(rules.HIDDEN_CHARACTER, line, column, {"code": _code(match.group())})
        last = line


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


_SLIPS = (
    (re.compile(r"^ *(?:- +)?[A-Za-z_]\w*(：)"), "字段名后面是中文冒号，要改成英文冒号加一个空格"),
    (re.compile(r"^ *(?:- +)?[A-Za-z_]\w*(:)(?=[^\s/:])"), "冒号后面要空一格"),
    (re.compile(r"[\[{][^\]}]*?[^\W_](：)"), "括号里用了中文冒号，要改成英文冒号加一个空格"),
    (re.compile(r"[\[{][^\]}]*?(，)(?= *[a-z_]+:)"), "括号里用了中文逗号，要改成英文逗号"),
    (re.compile(r"[:-] +(\")[^\"]*\"(?=[^\s,}\]#])"), "英文引号要括住整段文字，或者改用中文引号"),
)
"""Typical slips of Chinese input methods in a line that does not parse: pattern and advice."""
_BEGUN = ("while scanning a simple key", "while parsing a flow")


def _syntax_problem(error: yaml.MarkedYAMLError, text: str) -> Problem:
    """Return the problem for YAML that does not parse, at the slip that probably caused it.

    The parser often stops at a later line; an unfinished key or bracket is reported where it begins.
    """
    begun = error.context_mark and str(error.context).startswith(_BEGUN)
    line, column = _place(error.context_mark if begun else error.problem_mark or error.context_mark)
    lines = text.splitlines()
    for number in sorted({line, _place(error.problem_mark)[0]} & set(range(1, len(lines) + 1))):
        for slip, detail in _SLIPS:
            if match := slip.search(lines[number - 1]):
                return Problem(rules.NOT_YAML, number, match.start(1) + 1, {"detail": detail})
    words = f"{error.context} {error.problem}"
    detail = next((zh for en, zh in _SYNTAX if en in words), "这里不符合 YAML 的写法")
    return Problem(rules.NOT_YAML, line, column, {"detail": detail})


class _NodeReader:
    """Converts one document's nodes to values and collects the problems."""

    def __init__(self) -> None:
        """Start without problems."""
        self.problems: list[Problem] = []
        self._values: dict[int, Any] = {}
        self._aliases = 0

    def value(self, node: yaml.Node) -> Any:
        """Return the node's value; an alias gives the same value as its anchor."""
        if isinstance(node, yaml.ScalarNode) and node.tag in _PLAIN_TAGS:
            return self._text(node)
        if id(node) in self._values:
            self._aliases += 1
            if self._aliases == MAX_ALIASES + 1:
                self._report(rules.TOO_MANY_ALIASES, node, most=MAX_ALIASES)
            return self._values[id(node)] if self._aliases <= MAX_ALIASES else ""
        if node.tag not in _PLAIN_TAGS:
            self._report(rules.TAG, node, tag=node.tag)
        if isinstance(node, yaml.ScalarNode):
            return node.value
        if isinstance(node, yaml.SequenceNode):
            return self._sequence(node)
        return self._mapping(node)

    def _text(self, node: yaml.ScalarNode) -> str:
        """Return a scalar's text without hidden characters from escapes, which are reported."""
        if node.style == '"' and (match := HIDDEN.search(node.value)):
            self._report(rules.HIDDEN_CHARACTER, node, code=_code(match.group()))
            return without_hidden(node.value)
        return str(node.value)

    def _sequence(self, node: yaml.SequenceNode) -> list[Any]:
        self._values[id(node)] = ""  # a list that contains itself sees text here
        items = [self.value(item) for item in node.value if not self._empty(item, item)]
        self._values[id(node)] = items
        return items

    def _mapping(self, node: Any) -> dict[str, Any]:
        self._values[id(node)] = ""
        mapping: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key_node, value_node in node.value:
            key = self._text(key_node) if isinstance(key_node, yaml.ScalarNode) else None
            if key is None or key == "<<":
                self._report(rules.BAD_KEY, key_node)
            elif key in lines:
                self._report(rules.DUPLICATE_KEY, key_node, key=key, first=lines[key])
            else:
                lines[key] = key_node.start_mark.line + 1
                if _is_empty(value_node) and "：" in key:
                    detail = f"“{key}”里是中文冒号，要改成英文冒号加一个空格"
                    self._report(rules.NOT_YAML, key_node, detail=detail)
                elif not self._empty(value_node, key_node):
                    mapping[key] = self.value(value_node)
        self._values[id(node)] = mapping
        return mapping

    def _empty(self, node: yaml.Node, place: yaml.Node) -> bool:
        """Report a value that is empty in the text and return True; the field then counts as missing."""
        if _is_empty(node):
            self._report(rules.EMPTY_VALUE, place)
        return _is_empty(node)

    def _report(self, rule: Rule, node: yaml.Node, **words: Any) -> None:
        self.problems.append(Problem(rule, *_place(node.start_mark), words))
