/** @file How much room the words below a step's chart need, so that they never run out of the drawing. */
import { megabytes } from '../../base/format';
import type { StepFigure, StepFrame } from './stepFigure';

/** Sizes in units of the page's text, as app/styles/anatomy.css has them. */
export const NAME_SIZE = 0.95;
export const SENTENCE_SIZE = 0.82;
const LINE = 1.28;
const GAP = 0.4;
/** Between a moment's name and its total. */
const COLUMN_GAP = 0.4;

/** Widths of texts, in units of the page's text. */
export interface TextWidths {
  readonly name: (text: string) => number;
  readonly sentence: (text: string) => number;
}

/** How many lines a sentence takes, broken between words; 0 for ''. */
function linesOf(text: string, width: number, widthOf: (text: string) => number): number {
  let lines = 0;
  let line = '';
  for (const word of text.split(' ')) {
    if (word === '') continue;
    const longer = line === '' ? word : `${line} ${word}`;
    const fits = line !== '' && widthOf(longer) <= width;
    line = fits ? longer : word;
    if (!fits) lines++;
  }
  return lines;
}

/**
 * @param width in units of the page's text
 * @param note a sentence about the picture as a whole; '' for none
 * @returns the height that the figure's longest name and sentence take with the note, in units of the page's text
 */
export function stepWordsRoom(
  { frames, withFigures }: Pick<StepFigure, 'frames' | 'withFigures'>,
  width: number,
  note: string,
  widths: TextWidths,
): number {
  const firstLine = ({ name, total }: StepFrame): number =>
    widths.name(name) + (withFigures ? COLUMN_GAP + widths.name(megabytes(total)) : 0);
  const isTwo = frames.some((frame) => firstLine(frame) > width);
  const lines = Math.max(...frames.map(({ sentence }) => linesOf(sentence, width, widths.sentence)));
  const below = lines + linesOf(note, width, widths.sentence);
  return GAP + LINE * (NAME_SIZE * (isTwo ? 2 : 1) + SENTENCE_SIZE * below);
}
