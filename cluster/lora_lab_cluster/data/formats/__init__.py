"""CSV, TSV, JSON and Parquet as columns of cells, as `src/data/formats` reads them."""
