/** @file Lesson: learning rate x r, or why r=32 falls off. */
import { DEFAULT_LAYERS, METHOD_LEARNING_RATES } from '../experiment/defaults';
import { plainNumber } from '../base/format';
import { embeddedExperiment, lora, presetModules, type Uncolored } from '../experiment/presets';
import { rankFigures } from './figures';
import type { Lesson } from './lesson';
import { bestOf } from './outcomes';

const ALL = presetModules('all', DEFAULT_LAYERS);
const USUAL = METHOD_LEARNING_RATES.lora;
const nameOf = (r: number, rate: number): string => `r=${r}, ${plainNumber(rate)}`;
const RATES = [
  { rate: 1e-3, label: 'a third' },
  { rate: USUAL, label: 'the usual one' },
  { rate: 9e-3, label: 'three times' },
];
const OPTIONS = RATES.map(({ rate, label }) => ({ value: nameOf(32, rate), label }));
const LARGE = OPTIONS.map(({ value }) => value);

const cell = (r: number, rate: number): Uncolored => ({
  ...lora(nameOf(r, rate), ALL, r),
  learningRate: rate,
});

/** Adapters of r=32 with the alpha of r=8: their output is scaled to a quarter. */
const scaledDown: Uncolored = {
  ...lora(`r=32 at α=8, ${plainNumber(USUAL)}`, ALL, 32),
  alpha: 8,
  learningRate: USUAL,
};

export const rate: Lesson = {
  id: 'rate',
  title: 'Rank meets learning rate',
  question: 'Is r=32 too large, or is the learning rate too high for it?',
  task: {
    kind: 'choice',
    prompt: 'At which learning rate does r=32 do best?',
    options: OPTIONS,
    scenarios: LARGE,
    decide: (outcomes) => bestOf(outcomes, LARGE),
  },
  experiment: embeddedExperiment([
    ...[8, 32].flatMap((r) => RATES.map((each) => cell(r, each.rate))),
    scaledDown,
  ]),
  panels: ['lineUp', 'sweep', 'curves', 'differences'],
  published: {
    figures: { [nameOf(8, USUAL)]: rankFigures(8), [nameOf(32, USUAL)]: rankFigures(32) },
    note: 'Only the pair at the rate tuned for r=8 has published means. Between learning rates of 0.001 and 0.0022, single runs of r=32 ended anywhere from 71.7 % to 94.3 %.',
  },
};
