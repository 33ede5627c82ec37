import { expect, it } from 'vitest';
import type { StepFrame } from './stepFigure';
import { stepWordsRoom } from './stepWordsRoom';

const frame = (name: string, sentence: string): StepFrame => ({
  ...{ name, sentence, kind: 'forward', row: 0, total: 0, written: 0 },
  ...{ kept: [], passing: 0, reached: [] },
  memory: { weights: 0, adapters: 0, gradients: 0, optimizer: 0, activations: 0, workspace: 0 },
});
/** Every character is half as wide as the text is tall. */
const widths = {
  name: (text: string): number => text.length / 2,
  sentence: (text: string): number => text.length / 2,
};
const NAME = 0.95 * 1.28;
const LINE = 0.82 * 1.28;
const long = frame('Forward, layer 2', 'Its 12 activations are kept, as the gradient goes down.');
const short = frame('Loss', 'The loss.');
const room = (frames: readonly StepFrame[], width: number, note = '', withFigures = false): number =>
  stepWordsRoom({ frames, withFigures }, width, note, widths);

it('is that of the longest sentence, whichever is shown', () => {
  expect(room([short, long], 10)).toBe(room([long, short], 10));
  expect(room([short, long], 10)).toBeCloseTo(0.4 + NAME + 3 * LINE);
});

it('grows where the room is narrow, and for a note', () => {
  expect(room([long], 30)).toBeCloseTo(0.4 + NAME + LINE);
  expect(room([long], 30, 'As on a GPU.')).toBeCloseTo(0.4 + NAME + 2 * LINE);
  expect(room([short], 10, 'Figures come after your answer.')).toBeCloseTo(0.4 + NAME + 3 * LINE);
});

it('has a second line for the total where it does not fit beside the name', () => {
  expect(room([short, long], 20, '', true)).toBeCloseTo(room([short, long], 20));
  expect(room([short, long], 10, '', true)).toBeCloseTo(room([short, long], 10) + NAME);
});

it('counts a word that is wider than the room as a line', () => {
  expect(room([frame('Loss', 'Uncharacteristically.')], 5)).toBeCloseTo(0.4 + NAME + LINE);
});
