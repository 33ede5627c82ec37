/** @file How wide the words of a step are in the page's typeface. */
import { NAME_SIZE, SENTENCE_SIZE, type TextWidths } from '../../src/figures/anatomy/stepWordsRoom';

/** Drawn this large, since widths of small text are rounded. */
const SIZE = 100;
/** Some systems round the width of each letter of small text. */
const SLACK = 1.03;

function measurer(weight: number, size: number): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  const family = getComputedStyle(document.body).fontFamily;
  if (context) context.font = `${weight} ${SIZE}px ${family}`;
  return (text) => ((context?.measureText(text).width ?? 0) / SIZE) * size * SLACK;
}

let known: TextWidths | null = null;

/** The same object each time. */
export function textWidths(): TextWidths {
  known ??= { name: measurer(600, NAME_SIZE), sentence: measurer(400, SENTENCE_SIZE) };
  return known;
}
