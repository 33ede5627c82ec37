/**
 * @file Reads a long text in parts, from beginning to end, as often as its reader asks. A file is never in memory as
 * one text.
 */
import type { ReadingChoice } from '../../../experiment/experiment';
import type { ReadContext } from '../../table';
import { decoderOf } from './decoder';
import type { Decoding } from './decodeText';

/** Takes a text part by part. Parts can end anywhere; all line breaks are `\n`. */
export interface TextPass {
  push(part: string): void;
  /** Called after the last part. */
  end(): void;
  /** Whether nothing more is wanted; `end` is then called at once. */
  readonly done?: boolean;
}

/** A text file that a format's reader is given. */
export interface TextFile {
  readonly fileName: string;
  /** Enough of the text to see what the file is like. */
  readonly head: string;
  /** What a person should know about the file, one sentence each; the reader adds its own. */
  readonly notes: readonly string[];
  readonly choice: ReadingChoice;
}

/** A generator that yields one pass after another and returns what was read. A pass has ended when the generator goes on. */
export type TextReading<T> = Generator<TextPass, T, undefined>;

/** How many characters or bytes a part has. */
const PART = 1 << 16;

/** @throws what the reading throws */
export function readTextOf<T>(reading: TextReading<T>, text: string): T {
  for (;;) {
    const { done, value } = reading.next();
    if (done) return value;
    const lines = new LineBreaks(value);
    for (let at = 0; at < text.length && !lines.done; at += PART) lines.push(text.slice(at, at + PART));
    lines.end();
  }
}

/**
 * @param decoding as found by `findDecoding`
 * @throws what the reading throws; the signal's reason if it aborts
 */
export async function readPartsOf<T>(
  reading: TextReading<T>,
  file: File,
  { encoding }: Decoding,
  context: ReadContext,
): Promise<T> {
  for (;;) {
    const { done, value } = reading.next();
    if (done) return value;
    const lines = new LineBreaks(value);
    const decoder = decoderOf(encoding);
    for await (const bytes of partsOf(file, context)) {
      lines.push(decoder.decode(bytes, { stream: true }));
      if (lines.done) break;
    }
    if (!lines.done) lines.push(decoder.decode());
    lines.end();
  }
}

/** The file's bytes; a part is valid until the next one is asked for. @throws what the browser throws; the signal's reason */
export async function* partsOf(file: File, { signal }: ReadContext): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < file.size; at += PART) {
    const buffer = await file.slice(at, at + PART).arrayBuffer();
    signal.throwIfAborted();
    yield new Uint8Array(buffer);
    free(buffer);
  }
}

/** Frees a buffer at once where possible, because a whole file's buffers can pile up before they are collected. */
function free(buffer: ArrayBuffer): void {
  (buffer as ArrayBuffer & { transfer?: (bytes: number) => ArrayBuffer }).transfer?.(0);
}

/**
 * Turns `\r\n` and `\r` into `\n`, even if a part ends between them, and removes byte order marks at the beginning of
 * lines.
 */
class LineBreaks implements TextPass {
  private held = '';
  private atLineStart = true;

  constructor(private readonly pass: TextPass) {}

  get done(): boolean {
    return this.pass.done ?? false;
  }

  push(part: string): void {
    let text = this.held + part;
    this.held = text.endsWith('\r') ? '\r' : '';
    if (this.held !== '') text = text.slice(0, -1);
    if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n');
    if (text.includes('\ufeff')) text = this.withoutMarks(text);
    if (text === '') return;
    this.atLineStart = text.endsWith('\n');
    this.pass.push(text);
  }

  /** Files that were joined have byte order marks inside. */
  private withoutMarks(text: string): string {
    const lines = text.replace(/\n\ufeff+/g, '\n');
    return this.atLineStart ? lines.replace(/^\ufeff+/, '') : lines;
  }

  end(): void {
    if (this.held !== '' && !this.done) this.pass.push('\n');
    this.pass.end();
  }
}

/** The first characters of a text. */
export class Head implements TextPass {
  text = '';

  constructor(private readonly characters: number) {}

  get done(): boolean {
    return this.text.length >= this.characters;
  }

  push(part: string): void {
    this.text += part.slice(0, this.characters - this.text.length);
  }

  end(): void {
    // Nothing to do: everything has already arrived.
  }
}
