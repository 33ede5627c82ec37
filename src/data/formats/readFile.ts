/** @file A file that the person picked, as rows: CSV, TSV, JSON lines, JSON or Parquet, by name and content. */
import { LabError } from '../../errors';
import type { ReadContext, RowSource } from '../table';
import { localFile } from './byteFile';
import { findDecoding } from './decodeText';
import { readDelimited } from './delimited';
import { readJsonRows } from './jsonRows';
import { openParquet } from './parquet';
import { Head, partsOf, readPartsOf, readTextOf, type TextReading } from './textReading';

/** Their rows are kept in memory, in about as many bytes; tables that are larger are for other tools. */
const MAX_TEXT_BYTES = 300_000_000;
/** What a file is like shows in so much of it. */
const HEAD_CHARACTERS = 100_000;

const BINARY: readonly { readonly start: readonly number[]; readonly kind: string }[] = [
  { start: [0x50, 0x4b, 0x03, 0x04], kind: 'a ZIP archive or an Office file' },
  { start: [0x1f, 0x8b], kind: 'packed with gzip' },
  { start: [0x28, 0xb5, 0x2f, 0xfd], kind: 'packed with Zstandard' },
  { start: [0x25, 0x50, 0x44, 0x46], kind: 'a PDF' },
];

/** @throws LabError naming the file and why it cannot be used; the signal's reason if it aborts */
export async function readFile(file: File, context: ReadContext): Promise<RowSource> {
  const start = new Uint8Array(await readBytes(file, 0, 4));
  context.signal.throwIfAborted();
  const startsWith = (bytes: readonly number[]) => bytes.every((byte, i) => start[i] === byte);
  if (startsWith([0x50, 0x41, 0x52, 0x31])) return await openParquet(file.name, [localFile(file)], context);
  const binary = BINARY.find((kind) => startsWith(kind.start));
  if (binary)
    throw new LabError(
      `${file.name} is ${binary.kind}.`,
      'Unpack it, or save it as CSV, TSV, JSON lines or Parquet.',
    );
  if (file.size === 0)
    throw new LabError(`${file.name} is empty.`, 'Choose a file with rows of text and label.');
  if (file.size > MAX_TEXT_BYTES)
    throw new LabError(
      `${file.name} has ${Math.round(file.size / 1e6)} MB; text files are read up to ${MAX_TEXT_BYTES / 1e6} MB.`,
      'Save it as Parquet, of which only the needed parts are read, or cut it.',
    );
  try {
    const decoding = await findDecoding(partsOf(file, context));
    const notes = decoding.note === null ? [] : [decoding.note];
    const source = await readPartsOf(readRows(file.name, notes), file, decoding, context);
    context.onBytes(file.size, file.size);
    return source;
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    throw error instanceof DOMException ? unreadable(file, error) : error;
  }
}

/** @throws LabError naming the file and why it cannot be used */
export function readText(text: string, fileName: string, notes: readonly string[] = []): RowSource {
  return readTextOf(readRows(fileName, notes), text);
}

/** @throws LabError naming the file and why it cannot be used */
function* readRows(fileName: string, notes: readonly string[]): TextReading<RowSource> {
  const look = new Head(HEAD_CHARACTERS);
  yield look;
  const head = look.text;
  const extension = /\.(\w+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
  const isJson = ['json', 'jsonl', 'ndjson'].includes(extension);
  const knowsDelimiter = ['csv', 'tsv', 'tab'].includes(extension);
  if (isJson || (!knowsDelimiter && /^\s*[{[]/.test(head.slice(0, 1000))))
    return yield* readJsonRows(fileName, notes);
  const line = /.+/.exec(head)?.[0] ?? '';
  const delimiter = extension === 'tsv' || extension === 'tab' ? '\t' : null;
  return yield* readDelimited({
    fileName,
    delimiter: delimiter && line.includes(delimiter) ? delimiter : null,
    notes,
    head,
  });
}

async function readBytes(file: File, start: number, end: number): Promise<ArrayBuffer> {
  try {
    return await file.slice(start, end).arrayBuffer();
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: File, error: unknown): LabError {
  const reason = error instanceof Error ? error.message : String(error);
  return new LabError(
    `${file.name} cannot be read: ${reason}`,
    'Pick the file again: it may have changed or moved.',
  );
}
