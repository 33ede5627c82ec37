/**
 * @file The file formats that the lab reads: how each is recognized, and its reader.
 *
 * A new format needs its extensions in extensions.ts, an entry in FORMATS below with a reader in a folder of its own
 * beside this file, and a row in the table of docs/data.md. The compiler asks for the entry once the extensions are
 * there. If the format was refused by name so far, it also loses its entry in refused/.
 */
import type { ReadingChoice } from '../../experiment/experiment';
import type { ReadContext, RowSource } from '../table';
import { localFile } from './byteFile';
import { readDelimited } from './delimited/delimited';
import { EXTENSIONS, extensionOf, type FormatName } from './extensions';
import { readJsonRows } from './json/jsonRows';
import { openParquet } from './parquet/parquet';
import type { TextFile, TextReading } from './text/textReading';

/** A format whose files begin with a signature. The names of such files do not matter. */
interface BinaryFormat {
  readonly kind: 'binary';
  /** The first bytes as Latin-1. */
  readonly firstBytes: string;
  /** @throws LabError naming the file and why it cannot be used; the signal's reason if it aborts */
  readonly open: (file: File, context: ReadContext, choice: ReadingChoice) => Promise<RowSource>;
}

/** A format of text files, which are recognized by their names or else by their content. */
export interface TextFormat {
  readonly kind: 'text';
  /** Whether the first thousand characters of a file look like this format; null if it has no distinctive look. */
  readonly looksLike: RegExp | null;
  /** @throws LabError naming the file and why it cannot be used */
  readonly read: (file: TextFile) => TextReading<RowSource>;
}

/** A text file that shows no other format is read as CSV. */
const FORMATS = {
  parquet: {
    kind: 'binary',
    firstBytes: 'PAR1',
    open: (file, context, choice) => openParquet(file.name, [localFile(file)], context, choice),
  },
  json: { kind: 'text', looksLike: /^\s*[{[]/, read: readJsonRows },
  tsv: { kind: 'text', looksLike: null, read: (file) => readDelimited(file, { isTsv: true }) },
  csv: { kind: 'text', looksLike: null, read: (file) => readDelimited(file, { isTsv: false }) },
} as const satisfies Readonly<Record<FormatName, BinaryFormat | TextFormat>>;

const ALL: readonly (BinaryFormat | TextFormat)[] = Object.values(FORMATS);

/** Bytes that tell a binary format. */
export const SIGNATURE_BYTES = 16;

/** @param start the file's first {@link SIGNATURE_BYTES}, or all if there are fewer */
export function binaryFormatOf(start: Uint8Array): BinaryFormat | null {
  const text = String.fromCharCode(...start.subarray(0, SIGNATURE_BYTES));
  const isBinary = (format: BinaryFormat | TextFormat): format is BinaryFormat => format.kind === 'binary';
  return ALL.filter(isBinary).find(({ firstBytes }) => text.startsWith(firstBytes)) ?? null;
}

/** The format by the file's name, or else by its content. If a person has chosen a delimiter, the file is a table. */
export function textFormatOf({ fileName, head, choice }: TextFile): TextFormat {
  const extension = extensionOf(fileName);
  for (const [name, extensions] of Object.entries(EXTENSIONS) as [FormatName, readonly string[]][]) {
    const format: BinaryFormat | TextFormat = FORMATS[name];
    if (format.kind === 'text' && extensions.includes(extension)) return format;
  }
  if (choice.delimiter !== null) return FORMATS.csv;
  const isLike = (format: BinaryFormat | TextFormat): format is TextFormat =>
    format.kind === 'text' && format.looksLike?.test(head.slice(0, 1000)) === true;
  return ALL.find(isLike) ?? FORMATS.csv;
}
