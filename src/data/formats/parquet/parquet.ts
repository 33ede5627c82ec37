/** @file Opens a split stored in Parquet files, and reads only the columns and row groups that are asked for. */
import { parquetMetadataAsync, parquetRead, parquetSchema, type FileMetaData } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { LabError } from '../../../base/errors';
import type { ReadingChoice } from '../../../experiment/experiment';
import { NO_WORDS } from '../../../experiment/readingChoice';
import { noColumn } from '../../nestedColumns';
import { type Cell, toCell } from '../../cell';
import { type ReadContext, readByVisiting, type RowSource, type SourceColumn } from '../../table';
import type { ByteFile } from '../byteFile';
import { checkColumnCount, columnNames, MAX_COLUMNS } from '../columnNames';
import { classNamesOf } from './huggingFaceFeatures';
import { ignoredNotes } from '../ignoredSettings';
import { MissingCells } from '../missingCells';
import { checkMetadata, checkPages } from './parquetBounds';

/** More rows than a browser can hold indices of; a damaged file may claim any number. */
const MAX_ROWS = 50_000_000;
const REMEDY = 'Download or write the file anew, or choose another data set.';

interface Part {
  readonly file: ByteFile;
  readonly metadata: FileMetaData;
  /** How many rows of the split come before this file. */
  readonly firstRow: number;
  readonly rows: number;
}

/** How many spans are read at a time: over a network, waiting takes longer than reading. */
const AT_ONCE = 6;

/** A run of rows that is read at once: a row group, or the part of it that is asked for. */
interface Span {
  readonly part: Part;
  /** Rows within the file, `end` exclusive. */
  readonly start: number;
  readonly end: number;
}

/**
 * @param name the split's name, for messages
 * @param files in order; their columns are the first one's
 * @throws LabError naming the file that is not a Parquet file, or whose columns differ
 */
export async function openParquet(
  name: string,
  files: readonly ByteFile[],
  context: ReadContext,
  choice: ReadingChoice,
): Promise<RowSource> {
  const { parts, rows } = await openParts(files, context);
  const [first] = parts;
  const keys = first ? flatColumns(first.metadata) : [];
  const nested = first ? nestedColumns(first.metadata) : [];
  checkColumns(name, { parts, rows, keys, nested });
  const keyOf = (index: number): string => {
    const key = keys[index];
    if (key === undefined)
      throw new RangeError(`${name} has ${keys.length} columns, and none of index ${index}.`);
    return key;
  };
  const classes = classNamesOf(first?.metadata.key_value_metadata);
  const columns: SourceColumn[] = columnNames(keys, name).map((columnName, index) => ({
    name: columnName,
    classNames: classes.get(keyOf(index)) ?? null,
  }));
  // A column is read in parts, and perhaps more than once, so words for missing values are not counted.
  const missing = new MissingCells(choice.missing, []);
  const visit: RowSource['visit'] = (wanted, chosen, readContext, take) =>
    visitCells(
      parts,
      wanted.map(keyOf),
      chosen,
      readContext,
      missing.words.length === 0
        ? take
        : (cells, index) => {
            const kept = cells.map((cell, column) => missing.cell(cell, column));
            take(kept, index);
          },
    );
  return {
    name,
    columns,
    rows,
    packed: null,
    unit: 'row',
    leftOut: [],
    notes: [...missingWordsNotes(choice), ...ignoredNotes(choice, IGNORED)],
    reading: { missingWords: missing.words },
    nested,
    place: (row) => row + 1,
    visit,
    read: (wanted, chosen, readContext) => readByVisiting(visit, wanted, chosen, readContext),
  };
}

/** @throws LabError naming the file that is not a Parquet file, or that has too many rows */
async function openParts(
  files: readonly ByteFile[],
  context: ReadContext,
): Promise<{ readonly parts: readonly Part[]; readonly rows: number }> {
  const parts: Part[] = [];
  let rows = 0;
  for (const file of files) {
    const metadata = await guarded(file.name, context, () => parquetMetadataAsync(bufferOf(file, context)));
    const count = await guarded(file.name, context, () => checkMetadata(metadata, file));
    if (rows + count > MAX_ROWS) throw new LabError(`${file.name} claims to have ${count} rows.`, REMEDY);
    parts.push({ file, metadata, firstRow: rows, rows: count });
    rows += count;
  }
  return { parts, rows };
}

interface FoundColumns {
  readonly parts: readonly Part[];
  readonly rows: number;
  /** The first file's columns with one value per row. */
  readonly keys: readonly string[];
  /** The first file's other columns. */
  readonly nested: readonly string[];
}

/** @throws LabError if there is nothing to read, or naming the file that lacks a column */
function checkColumns(name: string, { parts, rows, keys, nested }: FoundColumns): void {
  if (rows > 0 && keys.length === 0 && nested.length > 0) throw noColumn(name, 'text', nested, REMEDY);
  if (rows === 0 || keys.length === 0)
    throw new LabError(`${name} has no rows of text and label.`, 'Choose another split or data set.');
  for (const { file, metadata } of parts) {
    const missing = keys.find((key) => !flatColumns(metadata).includes(key));
    if (missing !== undefined)
      throw new LabError(`${file.name} has no column "${missing.slice(0, 40)}".`, REMEDY);
  }
}

const IGNORED = {
  header: 'Parquet files hold the names of their columns',
  delimiter: 'Parquet files have no delimiter',
  encoding: 'texts in Parquet files are always UTF-8',
};

function missingWordsNotes({ missing }: ReadingChoice): string[] {
  return missing === null || missing === NO_WORDS
    ? []
    : [
        `Values that say ${missing
          .split(',')
          .map((word) => `“${word}”`)
          .join(', ')} count as missing.`,
      ];
}

/** Types that the library does not decode; the columns beside them are read all the same. */
const UNREADABLE: readonly (string | undefined)[] = ['BSON', 'INTERVAL'];

/** Names of the top-level columns that hold one value per row; nested ones hold neither texts nor labels. */
function flatColumns(metadata: FileMetaData): string[] {
  const flat = parquetSchema(metadata)
    .children.filter(
      ({ children, element }) =>
        children.length === 0 &&
        element.repetition_type !== 'REPEATED' &&
        !UNREADABLE.includes(element.converted_type),
    )
    .map(({ element }) => element.name);
  checkColumnCount(flat.length, 'The Parquet file');
  return flat;
}

/** Names of the other columns, which hold lists or objects. */
function nestedColumns(metadata: FileMetaData): string[] {
  return parquetSchema(metadata)
    .children.filter(({ children, element }) => children.length > 0 || element.repetition_type === 'REPEATED')
    .slice(0, MAX_COLUMNS)
    .map(({ element }) => element.name);
}

async function visitCells(
  parts: readonly Part[],
  keys: readonly string[],
  rows: ArrayLike<number> | null,
  context: ReadContext,
  take: (cells: readonly Cell[], index: number) => void,
): Promise<void> {
  const cells: Cell[] = keys.map(() => null);
  const spans = [...spansOf(parts, rows)];
  let next = 0;
  for (let done = 0; done < spans.length; done += AT_ONCE) {
    const some = spans.slice(done, done + AT_ONCE);
    const found = await Promise.all(some.map((span) => readSpan(span, keys, context)));
    for (const [index, { part, start, end }] of some.entries()) {
      const takeAt = (offset: number): void => {
        const row = found[index]?.[offset] ?? [];
        for (let column = 0; column < cells.length; column++) cells[column] = toCell(row[column]);
        take(cells, next++);
      };
      // `next` is below the length of `rows` wherever it is used as an index.
      if (!rows) for (let offset = 0; offset < end - start; offset++) takeAt(offset);
      else
        while (next < rows.length && rows[next]! < part.firstRow + end)
          takeAt(rows[next]! - part.firstRow - start);
    }
    context.signal.throwIfAborted();
  }
}

/** The rows of a span, each with its values in the order of `keys`. */
async function readSpan(
  { part: { file, metadata }, start, end }: Span,
  keys: readonly string[],
  context: ReadContext,
): Promise<unknown[][]> {
  let found: unknown[][] = [];
  await guarded(file.name, context, () =>
    parquetRead({
      file: bufferOf(file, context, { metadata, keys }),
      metadata,
      columns: [...keys],
      rowStart: start,
      rowEnd: end,
      rowFormat: 'array', // as objects, a column called __proto__ would be lost
      useOffsetIndex: true,
      compressors,
      geoparquet: false,
      onComplete: (complete) => (found = complete),
    }),
  );
  if (found.length !== end - start)
    throw new LabError(`${file.name} holds ${found.length} of ${end - start} rows that it claims.`, REMEDY);
  return found;
}

/** The row groups that hold the rows, each cut to those between its first and last one asked for. */
function* spansOf(parts: readonly Part[], rows: ArrayLike<number> | null): Generator<Span> {
  let next = 0;
  for (const part of parts) {
    let start = 0;
    for (const { num_rows } of part.metadata.row_groups) {
      const end = Math.min(part.rows, start + Number(num_rows));
      if (!rows) {
        if (end > start) yield { part, start, end };
      } else {
        // `next` is checked against the length, and `first` and `next - 1` are indices that passed that check.
        const first = next;
        while (next < rows.length && rows[next]! < part.firstRow + end) next++;
        if (next > first)
          yield { part, start: rows[first]! - part.firstRow, end: rows[next - 1]! - part.firstRow + 1 };
      }
      start = end;
    }
  }
}

/** @param pages the columns whose pages are read; null for the footer */
function bufferOf(
  file: ByteFile,
  context: ReadContext,
  pages: { readonly metadata: FileMetaData; readonly keys: readonly string[] } | null = null,
) {
  return {
    byteLength: file.size,
    slice: async (start: number, end: number = file.size) => {
      if (!(start >= 0 && start <= end && end <= file.size)) throw new Error('a part lies outside the file');
      const bytes = await file.read(start, end, context);
      if (pages) checkPages(pages.metadata, pages.keys, start, bytes);
      return bytes;
    },
  };
}

/** Runs a call of the library; what it throws about a damaged file becomes a LabError that names the file. */
async function guarded<T>(fileName: string, { signal }: ReadContext, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof LabError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new LabError(`${fileName} cannot be read as Parquet: ${reason.slice(0, 200)}.`, REMEDY);
  }
}
