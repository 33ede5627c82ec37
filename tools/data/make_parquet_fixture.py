"""Writes src/data/formats/fixtures/: the same small table as the Hugging Face datasets library and pandas write it.

    python tools/data/make_parquet_fixture.py        # written with pyarrow 26.0.1
"""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 120
FOLDER = Path(__file__).parents[2] / "src/data/formats/fixtures"

features = {
    "text": {"dtype": "string", "_type": "Value"},
    "label": {"names": ["World", "Sports", "Business"], "_type": "ClassLabel"},
}
table = pa.table(
    {
        "text": [None if i == 7 else f"Sentence {i} – café, naïve, 好." for i in range(ROWS)],
        "label": pa.array([i % 3 for i in range(ROWS)], pa.int64()),
        "half": pa.array([i / 2 for i in range(ROWS)], pa.float32()),
        "topic": pa.array([["a", "b"][i % 2] for i in range(ROWS)]).dictionary_encode(),
        "tokens": [["x", "y"]] * ROWS,
        "meta": [{"id": i} for i in range(ROWS)],
    }
).replace_schema_metadata({"huggingface": json.dumps({"info": {"features": features}})})

FOLDER.mkdir(exist_ok=True)
for codec in ["zstd", "gzip", "snappy", "brotli", "lz4", "none"]:
    pq.write_table(
        table,
        FOLDER / f"{codec}.parquet",
        compression=codec,
        row_group_size=50,
        write_page_index=True,
        data_page_size=300,
    )
