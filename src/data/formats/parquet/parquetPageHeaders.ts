/** @file Reads the headers of a Parquet column's pages with the library's own parser, as far as they give sizes. */
import { parquetHeader } from 'hyparquet/src/column.js';

export interface PageHeader {
  readonly isDictionary: boolean;
  readonly values: number;
  /** The number of rows that the page is certain to give. */
  readonly rows: number;
  /** Bytes in the file; `unpacked` is how many they become. */
  readonly packed: number;
  readonly unpacked: number;
}

/**
 * Every page that the library would read: from `begin` on, until `rows` are complete or the bytes end.
 * @param end exclusive
 * @throws Error if something else is there
 */
export function* pageHeaders(
  bytes: ArrayBuffer,
  begin: number,
  end: number,
  rows: number,
): Generator<PageHeader> {
  const reader = { view: new DataView(bytes, begin, end - begin), offset: 0 };
  let found = 0;
  // A writer may leave anything after the last page.
  while (found < rows && reader.offset < reader.view.byteLength - 1) {
    const header = nextHeader(reader);
    yield header;
    found += header.rows;
    reader.offset += header.packed;
  }
}

function nextHeader(reader: Parameters<typeof parquetHeader>[0]): PageHeader {
  const header = parquetHeader(reader);
  const { compressed_page_size: packed, uncompressed_page_size: unpacked } = header;
  if (!Number.isInteger(packed) || !Number.isInteger(unpacked))
    throw new Error('a page does not say how long it is');
  if (packed < 0) throw new Error(`a page claims ${packed} bytes`);
  const size = { packed, unpacked };
  const { dictionary_page_header: dictionary, data_page_header: v1, data_page_header_v2: v2 } = header;
  if (header.type === 'DICTIONARY_PAGE')
    return { ...size, isDictionary: true, values: dictionary?.num_values ?? 0, rows: 0 };
  if (header.type === 'DATA_PAGE_V2') {
    const values = v2?.num_values ?? 0;
    // Counts too few rows rather than too many, so that no page is missed: if nulls are not allowed, the library
    // subtracts them.
    const rows = Math.min(v2?.num_rows ?? 0, values - (v2?.num_nulls ?? 0));
    return { ...size, isDictionary: false, values, rows: Math.max(0, rows) };
  }
  const values = v1?.num_values ?? 0;
  return { ...size, isDictionary: false, values, rows: Math.max(0, values) };
}
