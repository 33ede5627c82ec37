/** @file Finds where each trial of a results file begins and ends in its text, without reading it as JSON. */
import type { Breathe } from '../base/nextTask';

export interface CutTrials {
  /** The file with an empty list of trials. */
  readonly around: string;
  /** Where each trial's text begins, and where it has ended. */
  readonly trials: readonly (readonly [from: number, to: number])[];
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
/** Characters looked at between two questions whether to pause. */
const STRIDE = 200_000;
/** The depth of the file's own keys, and that of the trials in their list. */
const [OF_FILE, OF_TRIALS] = [1, 2];

/** @returns null unless the file has exactly one list of trials, all of them objects with commas between: others must be read whole */
export async function cutTrials(text: string, breathe: Breathe): Promise<CutTrials | null> {
  const cutter = new Cutter(text);
  for (let end = STRIDE; !cutter.isDone; end += STRIDE) {
    cutter.goOn(end);
    await breathe();
  }
  return cutter.result();
}

class Cutter {
  private at = 0;
  private depth = 0;
  /** The last string of the file's own depth, with its quotes: a key, where a list follows. */
  private key = '';
  private open = -1;
  private close = -1;
  private begun = -1;
  private failed = false;
  private readonly trials: [from: number, to: number][] = [];

  constructor(private readonly text: string) {}

  get isDone(): boolean {
    return this.failed || this.at >= this.text.length;
  }

  /** Whether the list of trials has begun and not ended. */
  private get isInside(): boolean {
    return this.open >= 0 && this.close < 0;
  }

  goOn(end: number): void {
    const stop = Math.min(end, this.text.length);
    while (this.at < stop && !this.failed) this.step(this.text.charCodeAt(this.at));
  }

  private step(code: number): void {
    if (code === QUOTE) return this.skipText();
    if (code === OPEN_LIST || code === OPEN_OBJECT) this.goIn(code);
    else if (code === CLOSE_LIST || code === CLOSE_OBJECT) this.goOut(code);
    this.at++;
  }

  private skipText(): void {
    const from = this.at;
    let to = from;
    do to = this.text.indexOf('"', to + 1);
    while (to >= 0 && this.isEscaped(to));
    if (to < 0) this.failed = true;
    this.at = to + 1;
    if (this.depth === OF_FILE) this.key = this.text.slice(from, Math.min(this.at, from + 20));
  }

  /** Whether an odd number of backslashes stands before. */
  private isEscaped(quote: number): boolean {
    let before = quote;
    while (this.text.charCodeAt(before - 1) === BACKSLASH) before--;
    return (quote - before) % 2 === 1;
  }

  private goIn(code: number): void {
    if (this.depth === OF_FILE && this.key === '"trials"' && code === OPEN_LIST) {
      if (this.open >= 0) this.failed = true;
      this.open = this.at;
    } else if (this.depth === OF_TRIALS && this.isInside) this.begun = this.at;
    this.depth++;
  }

  private goOut(code: number): void {
    this.depth--;
    if (!this.isInside) return;
    if (this.depth === OF_TRIALS && code === CLOSE_OBJECT) this.trials.push([this.begun, this.at + 1]);
    else if (this.depth === OF_FILE) this.close = this.at;
  }

  result(): CutTrials | null {
    const { text, open, close, trials } = this;
    if (this.failed || open < 0 || close < 0) return null;
    let last = open + 1;
    for (const [i, [from, to]] of trials.entries()) {
      if (!isBetween(text, last, from, i > 0)) return null;
      last = to;
    }
    if (!isBetween(text, last, close, false)) return null;
    return { around: text.slice(0, open + 1) + text.slice(close), trials };
  }
}

/** Whether nothing but white space is there, and one comma if there must be one. */
function isBetween(text: string, from: number, to: number, wantsComma: boolean): boolean {
  let commas = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === COMMA) commas++;
    else if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return false;
  }
  return commas === (wantsComma ? 1 : 0);
}
