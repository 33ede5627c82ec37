/** @file Reads JSON objects or lists that follow each other, each over any number of lines. */
import type { JsonRows } from './jsonColumns';
import { JsonValues } from './jsonValue';
import { LONGEST_ROW } from './listElements';
import type { TextPass } from '../text/textReading';

/** Takes each value as a row. Between the values there may be blanks, line breaks and commas. */
export class SequencePass implements TextPass {
  readonly values = new JsonValues();
  private wrong = false;
  private depth = 0;
  private inString = false;
  private escaped = false;
  private index = 0;
  /** The parts so far of the value that has not ended yet. */
  private parts: string[] = [];
  private length = 0;

  constructor(
    readonly rows: JsonRows,
    private readonly tooLong: string,
  ) {}

  get done(): boolean {
    return this.wrong;
  }

  push(text: string): void {
    let from = 0;
    for (let at = 0; at < text.length && !this.wrong; at++) {
      const code = text.charCodeAt(at);
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (code === 0x5c) this.escaped = true;
        else if (code === 0x22) this.inString = false;
      } else if (code === 0x5b || code === 0x7b) {
        if (this.depth++ === 0) from = at;
      } else if (this.depth === 0) {
        this.wrong = !isBetween(code);
      } else if (code === 0x22) this.inString = true;
      else if ((code === 0x5d || code === 0x7d) && --this.depth === 0) {
        this.keep(text.slice(from, at + 1));
        this.take();
      }
    }
    if (this.depth > 0) this.keep(text.slice(from));
  }

  end(): void {
    this.wrong ||= this.depth > 0;
  }

  /** Whether the text is nothing but such values; ask at the end. */
  isSequence(): boolean {
    return !this.wrong && this.index > 1 && this.rows.count > 0;
  }

  private keep(text: string): void {
    this.length += text.length;
    if (this.length <= LONGEST_ROW) this.parts.push(text);
    else this.parts = [];
  }

  private take(): void {
    this.index++;
    const value = this.length > LONGEST_ROW ? null : this.values.parse(this.parts.join(''));
    this.parts = [];
    this.length = 0;
    if (value === null) this.rows.leaveOut(this.tooLong, this.index);
    else if (value === undefined) this.wrong = true;
    else this.rows.add(value, this.index);
  }
}

/** Whether the character is a blank, a tab, a line break or a comma. */
function isBetween(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x2c;
}
