"""JSON lines, and JSON files that hold a list of rows or a table (`jsonRows.ts`, `listElements.ts`, `jsonSequence.ts`)."""

from __future__ import annotations

import re

from ...errors import LabError
from ..source import RowSource
from ..units import BLANKS, trim
from .choice import ReadingChoice
from .json_columns import JsonRows
from .json_table import LARGEST_WHOLE, LINES_REMEDY, refuse_deeper_rows, rows_of_table
from .json_values import NOT_JSON, TOKEN, JsonValues

LONGEST_ROW = 4 * 2**20
TOO_LONG = f"more than {LONGEST_ROW // 2**20} million characters"
_NOT_BETWEEN = re.compile("[^ \\t\\n,]")


def read_json_rows(text: str, file_name: str, notes: list[str], choice: ReadingChoice) -> RowSource:
    """Reads rows that are objects or lists, one a line, as one list, as one table, or one after another.

    Raises LabError if the file holds no such rows.
    """
    line, alone = _first_line(text)
    is_value = len(line) <= LONGEST_ROW and JsonValues().parse(line) is not NOT_JSON
    may_be_of_whole = alone or line.startswith("[") or not is_value
    if may_be_of_whole:
        elements = _List(JsonRows(file_name, choice))
        if elements.read(text) and elements.rows.count > 0:
            return elements.rows.source("row", [*notes, *elements.values.notes()])
    too_large = False
    if may_be_of_whole and line.startswith("{"):
        too_large = len(text) > LARGEST_WHOLE
        values = JsonValues()
        value = NOT_JSON if too_large else values.parse(text)
        rows = rows_of_table(value, file_name)
        if rows is not None:
            table = JsonRows(file_name, choice)
            for index, row in enumerate(rows):
                table.add(row, index + 1)
            return table.source("row", [*notes, *values.notes()])
        refuse_deeper_rows(value, file_name)
    if not is_value:
        sequence = _Sequence(JsonRows(file_name, choice))
        if sequence.read(text):
            return sequence.rows.source("row", [*notes, *sequence.values.notes()])
    lines = JsonRows(file_name, choice)
    values = JsonValues()
    _read_lines(text, lines, values)
    if lines.count == 0 and too_large:
        raise LabError(
            f"{file_name} is one JSON object of more than {LARGEST_WHOLE // 2**20} million characters.", LINES_REMEDY
        )
    return lines.source("line", [*notes, *values.notes()])


def _first_line(text: str) -> tuple[str, bool]:
    """The first line that is not blank, and whether there is no other."""
    start = text.lstrip(BLANKS)
    end = start.find("\n")
    if end < 0 or end > LONGEST_ROW:
        return start[: LONGEST_ROW + 1], True
    return start[:end], trim(start[end:]) == ""


def _read_lines(text: str, rows: JsonRows, values: JsonValues) -> None:
    for index, line in enumerate(text.split("\n")):
        if len(line) > LONGEST_ROW:
            rows.leave_out(TOO_LONG, index + 1)
        elif trim(line) != "":
            rows.add(values.parse(line), index + 1)


class _List:
    """The elements of the one list that a text is or contains, like `{"version": 1, "data": [...]}`."""

    def __init__(self, rows: JsonRows) -> None:
        self.rows = rows
        self.values = JsonValues()
        self.outline = ""
        """The text without the elements of its lists."""
        self.lists = 0
        self._index = 0

    def read(self, text: str) -> bool:
        """Adds the elements; False if the text is not one list, or an element is no JSON."""
        if not self._cut(text):
            return False
        outline = JsonValues().parse(self.outline)
        if isinstance(outline, list):
            return True
        if not isinstance(outline, dict):
            return False
        return self.lists == 1 and sum(isinstance(each, list) for each in outline.values()) == 1

    def _cut(self, text: str) -> bool:
        depth = list_depth = start = 0
        top_is_list = False
        for token in TOKEN.finditer(text):
            mark, at = token[0], token.start()
            if mark in ("[", "{"):
                depth += 1
                if depth == 1:
                    if self.outline.strip(BLANKS) != "" or trim(text[start:at]) != "":
                        return False
                    top_is_list = mark == "["
                if list_depth == 0 and mark == "[" and depth == (1 if top_is_list else 2):
                    self.outline += text[start : at + 1]
                    start, list_depth = at + 1, depth
                    self.lists += 1
                    if self.lists > 1 or len(self.outline) > LONGEST_ROW:
                        return False
            elif mark in ("]", "}"):
                if list_depth == depth != 0:
                    if not self._take(text[start:at], last=True):
                        return False
                    start, list_depth = at, 0
                depth -= 1
                if depth < 0:
                    return False
            elif mark == "," and list_depth > 0 and depth == list_depth:
                if not self._take(text[start:at], last=False):
                    return False
                start = at + 1
        if list_depth == 0:
            self.outline += text[start:]
        return len(self.outline) <= LONGEST_ROW

    def _take(self, element: str, *, last: bool) -> bool:
        if last and trim(element) == "":
            return True  # an empty list, or a comma after the last element
        self._index += 1
        if len(element) > LONGEST_ROW:
            self.rows.leave_out(TOO_LONG, self._index)
            return True
        value = self.values.parse(element)
        if value is NOT_JSON:
            return False
        self.rows.add(value, self._index)
        return True


class _Sequence:
    """Objects or lists that follow each other, each over any number of lines."""

    def __init__(self, rows: JsonRows) -> None:
        self.rows = rows
        self.values = JsonValues()

    def read(self, text: str) -> bool:
        """Adds each value as a row; False if the text is anything but two such values or more."""
        depth = start = index = 0
        for token in TOKEN.finditer(text):
            mark = token[0]
            if depth == 0 and (mark not in "[{," or _NOT_BETWEEN.search(text, start, token.start())):
                return False
            if mark in ("[", "{"):
                start = token.start() if depth == 0 else start
                depth += 1
            elif mark in ("]", "}"):
                depth -= 1
                if depth == 0:
                    index += 1
                    if not self._take(text[start : token.end()], index):
                        return False
                    start = token.end()
        if depth > 0 or _NOT_BETWEEN.search(text, start):
            return False
        return index > 1 and self.rows.count > 0

    def _take(self, element: str, index: int) -> bool:
        if len(element) > LONGEST_ROW:
            self.rows.leave_out(TOO_LONG, index)
            return True
        value = self.values.parse(element)
        if value is NOT_JSON:
            return False
        self.rows.add(value, index)
        return True
