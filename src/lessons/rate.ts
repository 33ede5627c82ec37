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
  text: [
    'AdamW moves every number of an adapter by about the learning rate in each step, however many numbers there are. The change of the layer’s output is a sum over r directions. With more directions, steps of the same size move the output further, and training can overshoot.',
    'If that is what happens, a lower rate should bring r=32 back, and a higher one should make it worse sooner than r=8. If r=32 simply overfits, a lower rate helps little, and more dropout or weight decay should. α offers a third way: the adapter’s output is scaled by α / r, so α=8 at r=32 lets it count a quarter.',
    'The sweep is r=8 and r=32, each at a third of the usual learning rate, at the usual one, and at three times it; with r=32 at α=8 besides. Five seeds each.',
  ],
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
  conclusion: [
    'Published, with roberta-base: at the rate tuned for r=8, r=32 loses a point, and within a factor of about two in learning rate its runs end anywhere between 72 and 94 %. That is a setting near the edge of stability, not a lack or an excess of capacity.',
    'Read the table of your sweep along its rows. Where the best rate of r=32 lies below that of r=8, rank and rate trade against each other; where both agree, this model leaves more room. A trial that diverged is counted apart, and is part of the answer. The learning curves tell the two explanations apart: overfitting parts training from validation as the passes go on, overshooting spoils both.',
    'In the embedded model, when the lab measured it, five seeds each, r=32 at the usual rate ended near 50 % in three trials of five. At a third of the rate, or with α=8, it did so in none, with means of 90.0 and 90.2 %; r=8 had 87.5 % at a third of the rate and was better at the usual one, with 90.6 %. At three times the rate neither learned, and both were worse than at a third of it. So the rate seems to be too high for r=32, rather than r=32 too large; with three collapsed trials, the verdicts on the usual rate are open all the same.',
    'A comparison at one shared rate is then a comparison of rates too. Tune the rate for each r, or scale by α / √r (rsLoRA, in the scenario’s settings), before calling a rank bad. To try regularisation, raise “lora” under dropout, or the weight decay, and run again.',
  ],
};
