"""Kinds of text that hold rows in a form other than a table or JSON, and are refused by name (`textKinds.ts`)."""

from __future__ import annotations

import re

from ...errors import LabError
from ..units import BLANK, BLANKS

JSON_LINES = 'df.to_json("data.jsonl", orient="records", lines=True)'

_S = f"[{BLANK}]"
_N = f"[^{BLANK}]"
_COMMENTS = rf"(?:{_S}|--[^\n]*(?:\n|\Z)|/\*[^*]*\*/;?)*"
_STATEMENT = (
    rf"(?:CREATE{_S}+(?:TABLE|DATABASE|SCHEMA){_S}[^,\n]*[(;]|INSERT{_S}+INTO{_S}+{_N}+{_S}*(?:\(|VALUES|SELECT)"
    rf"|DROP{_S}+(?:TABLE|DATABASE){_S}[^,\n]*;|LOCK{_S}+TABLES{_S}[^,\n]*;|SET{_S}+[\w@.]+{_S}*=|PRAGMA{_S}+\w+{_S}*="
    rf"|BEGIN(?:{_S}+TRANSACTION)?;|USE{_S}+[`\"\w]+;)"
)
_ASSIGNED = rf"(?:(?:var|let|const){_S}+)?[\w$]+(?:\.[\w$]+)*(?:{_S}*:{_S}*[\w\[\]<>]+)?{_S}*={_S}*[\[{{]"
_EXPORTED = rf"(?:export{_S}+default|module\.exports{_S}*=){_S}*[\[{{]"

KINDS = (
    (
        re.compile(rf"(?:%[^\n]*\n|{_S})*@relation{_S}", re.ASCII | re.IGNORECASE),
        "an ARFF file of Weka",
        'Save it as CSV in Weka, or put one line that names the columns in place of all up to the line "@data".',
    ),
    (
        re.compile(_COMMENTS + _STATEMENT, re.ASCII | re.IGNORECASE),
        "a dump of SQL statements",
        "Load it into a database, and export the table as CSV.",
    ),
    (
        re.compile(_ASSIGNED, re.ASCII),
        "JavaScript that gives the rows a name",
        "Remove what stands before the first bracket and a semicolon behind the last, and save the rest as JSON.",
    ),
    (
        re.compile(_EXPORTED, re.ASCII),
        "JavaScript that exports the rows",
        "Remove what stands before the first bracket, and save the rest as JSON.",
    ),
    (
        re.compile(rf"\[?{_S}*\{{{_S}*'"),
        "written as Python prints its values, with single quotes, which is not JSON",
        f"In Python, read each line by ast.literal_eval and write it by json.dumps, or use {JSON_LINES}.",
    ),
    (
        re.compile(f"__label__[^,;|{BLANK}]+ "),
        "in the format of fastText, which has no columns",
        'Write each line as a label, a tab and a text below the line "label<tab>text", and save it as TSV.',
    ),
    (
        re.compile(r"HEADER RECORD\*+LIBRARY"),
        "a SAS transport file",
        'In Python, read it with pandas.read_sas and save it by df.to_parquet("data.parquet").',
    ),
)


def refuse_other_text(head: str, file_name: str) -> None:
    """Raises LabError naming the kind, if a file's beginning shows one."""
    start = head[:4000].lstrip(BLANKS)
    for begins, kind, remedy in KINDS:
        if begins.match(start):
            raise LabError(f"{file_name} is {kind}.", remedy)
