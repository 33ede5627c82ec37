/** @file A file that the person picked, as rows: CSV, TSV, JSON lines, JSON or Parquet, by name and content. */
import { LabError } from '../../errors';
import type { ReadContext, RowSource } from '../table';
import { localFile } from './byteFile';
import { decodeText } from './decodeText';
import { readDelimited } from './delimited';
import { readJsonRows } from './jsonRows';
import { openParquet } from './parquet';

/** Text files are read whole; browsers refuse a text of half a gigabyte. */
const MAX_TEXT_BYTES = 300_000_000;

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
      `${file.name} has ${Math.round(file.size / 1e6)} MB; text files are read whole, up to ${MAX_TEXT_BYTES / 1e6} MB.`,
      'Save it as Parquet, of which only the needed parts are read, or cut it.',
    );
  const { text, note } = decodeText(new Uint8Array(await readBytes(file, 0, file.size)));
  context.onBytes(file.size, file.size);
  context.signal.throwIfAborted();
  return readText(text, file.name, note === null ? [] : [note]);
}

/** @throws LabError naming the file and why it cannot be used */
export function readText(text: string, fileName: string, notes: readonly string[] = []): RowSource {
  const extension = /\.(\w+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
  const isJson = ['json', 'jsonl', 'ndjson'].includes(extension);
  const knowsDelimiter = ['csv', 'tsv', 'tab'].includes(extension);
  if (isJson || (!knowsDelimiter && /^\s*[{[]/.test(text.slice(0, 1000))))
    return readJsonRows(text, fileName, notes);
  const line = /.+/.exec(text)?.[0] ?? '';
  const delimiter = extension === 'tsv' || extension === 'tab' ? '\t' : null;
  return readDelimited(text, {
    fileName,
    delimiter: delimiter && line.includes(delimiter) ? delimiter : null,
    notes,
  });
}

async function readBytes(file: File, start: number, end: number): Promise<ArrayBuffer> {
  try {
    return await file.slice(start, end).arrayBuffer();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LabError(
      `${file.name} cannot be read: ${reason}`,
      'Pick the file again: it may have changed or moved.',
    );
  }
}
