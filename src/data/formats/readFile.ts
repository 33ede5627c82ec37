/** @file Reads a file that the person picked as rows. For the formats and how they are recognized, see formats.ts. */
import { LabError } from '../../base/errors';
import type { ReadingChoice } from '../../experiment/experiment';
import type { ReadContext, RowSource } from '../table';
import { binaryFormatOf, textFormatOf } from './formats';
import { binaryKind, KIND_BYTES } from './refused/fileKinds';
import { refuseOtherText } from './refused/textKinds';
import { findDecoding } from './text/decodeText';
import { Head, partsOf, readPartsOf, readTextOf, type TextReading } from './text/textReading';

/** The rows of text files are kept in memory, in about as many bytes; larger tables are for other tools. */
const MAX_TEXT_BYTES = 300_000_000;
/** The part of a text that shows what the file is like. */
const HEAD_CHARACTERS = 100_000;

/** The choice of a person who leaves everything automatic. */
export const AUTOMATIC: ReadingChoice = { header: null, delimiter: null, encoding: null, missing: null };

/** @throws LabError naming the file and why it cannot be used; the signal's reason if it aborts */
export async function readFile(
  file: File,
  context: ReadContext,
  choice: ReadingChoice = AUTOMATIC,
): Promise<RowSource> {
  const start = new Uint8Array(await readBytes(file, 0, KIND_BYTES));
  context.signal.throwIfAborted();
  const format = binaryFormatOf(start);
  if (format) return await format.open(file, context, choice);
  const refused = binaryKind(start, file.name);
  if (refused) throw new LabError(`${file.name} is ${refused.kind}.`, refused.remedy);
  if (file.size === 0)
    throw new LabError(`${file.name} is empty.`, 'Choose a file with rows of text and label.');
  if (file.size > MAX_TEXT_BYTES)
    throw new LabError(
      `${file.name} has ${Math.round(file.size / 1e6)} MB; text files are read up to ${MAX_TEXT_BYTES / 1e6} MB.`,
      'Save it as Parquet, of which only the needed parts are read, or cut it.',
    );
  try {
    const decoding = await findDecoding(file.name, partsOf(file, context), choice.encoding);
    const notes = decoding.note === null ? [] : [decoding.note];
    const source = await readPartsOf(readRows(file.name, notes, choice), file, decoding, context);
    context.onBytes(file.size, file.size);
    return { ...source, reading: { ...source.reading, encoding: decoding.encoding } };
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    throw error instanceof DOMException ? unreadable(file, error) : error;
  }
}

/** @throws LabError naming the file and why it cannot be used */
export function readText(text: string, fileName: string, choice: ReadingChoice = AUTOMATIC): RowSource {
  return readTextOf(readRows(fileName, [], choice), text);
}

/** @throws LabError naming the file and why it cannot be used */
function* readRows(
  fileName: string,
  notes: readonly string[],
  choice: ReadingChoice,
): TextReading<RowSource> {
  const look = new Head(HEAD_CHARACTERS);
  yield look;
  const file = { fileName, head: look.text, notes, choice };
  if (choice.delimiter === null) refuseOtherText(file.head, fileName);
  return yield* textFormatOf(file).read(file);
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
