"""Data sets as the page finds them: columns, labels, rows, their problems, and token ids (`src/data`, `src/tokenizer`).

Texts from files are strings of UTF-16 units (see `units.py`), because the page's limits, orders and cuts count these.
"""
