"""Writes src/data/formats/fixtures/writers/: one small table by every common writer of Parquet, and its rows as JSON.

    python tools/data/make_parquet_writers.py

Written with pandas 3.1.1, pyarrow 26.0.1, polars 2.1.0, DuckDB 2.0.1 and datasets 5.2.0.
"""

import datetime
import decimal
import itertools
import json
import shutil
from pathlib import Path

import datasets
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 40
FOLDER = Path(__file__).parents[2] / "src/data/formats/fixtures/writers"
START = datetime.datetime(2024, 2, 28, 12, 30, 15)

text = [None if i == 7 else f"Sentence {i} – café, naïve, 好." for i in range(ROWS)]
label = [i % 2 for i in range(ROWS)]
plain = pa.table({"text": pa.array(text), "label": pa.array(label, pa.int64())})
typed = pa.table(
    {
        "text": pa.array(text),
        "label": pa.array(label, pa.int64()),
        "large": pa.array(text, pa.large_string()),
        "view": pa.array(text, pa.string_view()),
        "topic": pa.array(["ab"[i % 2] for i in range(ROWS)]).dictionary_encode(),
        "yes": pa.array([None if i == 3 else i % 3 == 0 for i in range(ROWS)]),
        "int8": pa.array([i - 20 for i in range(ROWS)], pa.int8()),
        "uint64": pa.array([2**63 + i for i in range(ROWS)], pa.uint64()),
        "half": pa.array([i / 2 for i in range(ROWS)], pa.float32()),
        "double": pa.array([None if i == 5 else i / 8 for i in range(ROWS)], pa.float64()),
        "price": pa.array([decimal.Decimal(i * 25) / 100 for i in range(ROWS)], pa.decimal128(9, 2)),
        "day": pa.array([START.date() + datetime.timedelta(days=i) for i in range(ROWS)]),
        "when": pa.array([START + datetime.timedelta(hours=i) for i in range(ROWS)], pa.timestamp("us")),
        "empty": pa.nulls(ROWS),
    }
)


def cell(value):
    """A value as the lab shows it."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="milliseconds") + "Z"
    if isinstance(value, datetime.date):
        return f"{value.isoformat()}T00:00:00.000Z"
    if isinstance(value, (float, decimal.Decimal)):
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    return str(value)


def write_pyarrow():
    codecs = ["none", "snappy", "gzip", "brotli", "zstd", "lz4"]
    for codec, page in itertools.product(codecs, ["1.0", "2.0"]):
        pq.write_table(
            plain, FOLDER / f"pyarrow-{codec}-v{page[0]}.parquet", compression=codec, data_page_version=page
        )
    # Several row groups and pages, with each choice of what surrounds the values.
    for page, dictionary, statistics, index in itertools.product(["1.0", "2.0"], *[[False, True]] * 3):
        options = [f"v{page[0]}", dictionary and "dictionary", statistics and "statistics", index and "index"]
        pq.write_table(
            plain,
            FOLDER / f"pyarrow-groups-{'-'.join(filter(None, options))}.parquet",
            data_page_version=page,
            use_dictionary=dictionary,
            write_statistics=statistics,
            write_page_index=index,
            row_group_size=15,
            data_page_size=100,
            write_batch_size=5,
        )
    for page in ["1.0", "2.0"]:
        pq.write_table(typed, FOLDER / f"pyarrow-types-v{page[0]}.parquet", data_page_version=page)
    pq.write_table(
        plain,
        FOLDER / "pyarrow-delta.parquet",
        use_dictionary=False,
        column_encoding={"text": "DELTA_BYTE_ARRAY", "label": "DELTA_BINARY_PACKED"},
    )
    pq.write_table(plain, FOLDER / "pyarrow-bloom-checksum.parquet", write_page_checksum=True)


def write_others():
    frame = pd.DataFrame({"text": text, "label": label})
    for codec in ["none", "snappy", "gzip", "brotli", "zstd", "lz4"]:
        frame.to_parquet(
            FOLDER / f"pandas-{codec}.parquet", compression=None if codec == "none" else codec
        )
    frame.astype({"text": "category"}).to_parquet(FOLDER / "pandas-category.parquet")
    polars = pl.DataFrame({"text": text, "label": label})
    for codec in ["uncompressed", "snappy", "gzip", "brotli", "zstd", "lz4"]:
        polars.write_parquet(FOLDER / f"polars-{codec}.parquet", compression=codec)
    polars.write_parquet(
        FOLDER / "polars-groups.parquet", statistics="full", row_group_size=15, data_page_size=100
    )
    polars.with_columns(pl.col("text").cast(pl.Categorical)).write_parquet(
        FOLDER / "polars-category.parquet"
    )
    for codec in ["uncompressed", "snappy", "gzip", "brotli", "zstd", "lz4", "lz4_raw"]:
        for version in ["V1", "V2"]:
            duckdb.sql(
                f"COPY plain TO '{FOLDER}/duckdb-{codec}-{version.lower()}.parquet' "
                f"(FORMAT parquet, COMPRESSION {codec}, PARQUET_VERSION {version})"
            )
    duckdb.sql(
        f"COPY (SELECT *, INTERVAL 3 DAY AS span FROM plain) TO '{FOLDER}/duckdb-interval.parquet' (FORMAT parquet)"
    )
    names = datasets.ClassLabel(names=["bad", "good"])
    features = datasets.Features({"text": datasets.Value("string"), "label": names})
    data = datasets.Dataset.from_dict({"text": text, "label": label}, features=features)
    data.to_parquet(FOLDER / "datasets.parquet")


shutil.rmtree(FOLDER, ignore_errors=True)
FOLDER.mkdir(parents=True)
write_pyarrow()
write_others()
columns = {name: [cell(value) for value in typed[name].to_pylist()] for name in typed.column_names}
(FOLDER / "rows.json").write_text(json.dumps(columns, ensure_ascii=False) + "\n")
