/**
 * @file Checks what a Parquet file claims against its real size before the library allocates memory: it allocates as
 * many values and bytes as a footer or a page's header says.
 */
import { parquetSchema, type FileMetaData } from 'hyparquet';
import { pageHeaders } from './parquetPageHeaders';

/** The most bytes that a page may unpack to; writers make pages of 1 MB, and few of more than 100. */
const LARGEST_PAGE = 512_000_000;
/** The best ratio of compression: Zstandard and Brotli reduce long runs of one byte to a ten-thousandth. */
const BEST_COMPRESSION = 20_000;

/**
 * Checks the counts and locations in the footer. The row groups say how many rows there are, as for the library; some writers leave the
 * file's own count at 0.
 * @returns rows of the file
 * @throws Error saying what is wrong; the library's, if the schema makes no sense
 */
export function checkMetadata(metadata: FileMetaData, { size }: { readonly size: number }): number {
  parquetSchema(metadata);
  let rows = 0;
  for (const group of metadata.row_groups) {
    const count = Number(group.num_rows);
    if (!Number.isSafeInteger(count) || count < 0) throw new Error(`a row group claims ${count} rows`);
    rows += count;
    for (const { meta_data: column, crypto_metadata: encrypted } of group.columns) {
      if (encrypted) throw new Error('its columns are encrypted; save it without encryption');
      if (!column) throw new Error('a column has no description');
      const begin = Number(column.dictionary_page_offset || column.data_page_offset);
      const bytes = Number(column.total_compressed_size);
      if (!(begin >= 0 && bytes >= 0 && begin + bytes <= size))
        throw new Error('a column lies outside the file');
    }
  }
  return rows;
}

/**
 * Checks the page headers in bytes that were read from the file; bytes outside pages of these columns are not looked
 * at.
 * @param keys names of the columns that are read, which hold one value per row
 * @param start where the bytes begin in the file
 * @throws Error for a page that claims more values than its row group has, or more bytes than compression could have
 * hidden
 */
export function checkPages(
  { row_groups }: FileMetaData,
  keys: readonly string[],
  start: number,
  bytes: ArrayBuffer,
): void {
  const end = start + bytes.byteLength;
  for (const { num_rows, columns } of row_groups) {
    const rows = Number(num_rows);
    for (const { meta_data: column } of columns) {
      if (!column || !keys.includes(column.path_in_schema[0] ?? '')) continue;
      const first = Number(column.dictionary_page_offset || column.data_page_offset);
      const last = first + Number(column.total_compressed_size);
      // A page index makes the library begin at a page in the middle of a column.
      const from = Math.max(first, start);
      const to = Math.min(last, end);
      if (from >= to) continue;
      for (const page of pageHeaders(bytes, from - start, to - start, rows)) {
        const { values, unpacked, packed } = page;
        if (!(values >= 0 && values <= (page.isDictionary ? unpacked : rows)))
          throw new Error(`a page claims ${values} values`);
        if (!(unpacked >= 0 && unpacked <= Math.min(LARGEST_PAGE, (packed + 100) * BEST_COMPRESSION)))
          throw new Error(`a page of ${packed} bytes claims to unfold to ${unpacked}`);
      }
    }
  }
}
