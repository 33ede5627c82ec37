/**
 * @file Holds the verdicts' rates of error: in small with every run of the tests, and as long as one likes by
 * `npm run rates`, which prints the figures of docs/method.md.
 */
import { appendFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { countVerdicts, type Question } from './countVerdicts';
import { drawTrials, EMBEDDED, randomOf } from './latentModel';
import { meanOf, standardDeviation } from '../summary';
import { compare } from '../comparisons/comparison';

/** Few enough to take seconds. What is drawn is fixed, so that a test that passes once always does. */
const FEW = 300;
const RUNS = Number(process.env['RATES_RUNS'] ?? FEW);
const REPORT = process.env['RATES_REPORT'];
const IS_WHOLE = process.env['RATES_RUNS'] !== undefined;
vi.setConfig({ testTimeout: IS_WHOLE ? 3_600_000 : 60_000 });
const BASE = 0.9;

const question = (change: Partial<Question['experiment']> & Partial<Question>): Question => {
  const { accuracies = [BASE, BASE], seeds = 5, sentences = 400, ...rest } = change;
  return {
    ...{ experiment: { accuracies, seeds, sentences }, looks: 'end', delta: 0.01, knowsSentences: true },
    ...rest,
  };
};

/** Counts, and adds a line to the report. */
function rate(name: string, asked: Question, what: 'better' | 'wash'): number {
  const rates = countVerdicts(EMBEDDED, asked, RUNS);
  if (REPORT !== undefined)
    appendFileSync(REPORT, `${JSON.stringify({ name, share: rates[what], runs: RUNS })}\n`);
  return rates[what];
}

/** What a true rate stays below in all but one of a thousand simulations, by the normal approximation. */
const atMost = (share: number): number => share + 3.1 * Math.sqrt((share * (1 - share)) / RUNS);
const equal = (k: number) => Array<number>(k).fill(BASE);
const SETS = (IS_WHOLE ? [400, 1000] : [400]).flatMap((sentences) =>
  (IS_WHOLE ? [2, 4, 7] : [2]).map((k) => ({ k, sentences })),
);

describe('of scenarios that are equally good on new sentences, any is called better in at most 5 %', () => {
  it.each(SETS)('$k scenarios, $sentences sentences, one look at 5 seeds', ({ k, sentences }) => {
    const name = `false better, one look at 5 seeds, ${k} scenarios, ${sentences} sentences`;
    expect(rate(name, question({ accuracies: equal(k), sentences }), 'better')).toBeLessThanOrEqual(
      atMost(0.05),
    );
  });

  it.each(SETS)('$k scenarios, $sentences sentences, pressed from 5 to 20 seeds', ({ k, sentences }) => {
    const pressed = question({ accuracies: equal(k), sentences, seeds: 20, looks: 'growing' });
    const name = `false better, pressed to 20 seeds, ${k} scenarios, ${sentences} sentences`;
    expect(rate(name, pressed, 'better')).toBeLessThanOrEqual(atMost(0.05));
  });

  it.each(SETS)('$k scenarios, $sentences sentences, one look at 20 seeds', ({ k, sentences }) => {
    const name = `false better, one look at 20 seeds, ${k} scenarios, ${sentences} sentences`;
    const late = question({ accuracies: equal(k), sentences, seeds: 20 });
    expect(rate(name, late, 'better')).toBeLessThanOrEqual(atMost(0.05));
  });
});

describe('two scenarios that differ by exactly what matters are called a wash in at most 5 %', () => {
  it.each(IS_WHOLE ? [100, 200, 400, 1000] : [100])('%i sentences', (sentences) => {
    const apart = { accuracies: [BASE, BASE - 0.01], sentences };
    for (const seeds of [5, 20]) {
      const name = `false wash at delta, ${seeds} seeds, ${sentences} sentences`;
      expect(rate(name, question({ ...apart, seeds }), 'wash')).toBeLessThanOrEqual(atMost(0.05));
    }
  });
});

it('a difference of two points is found with five seeds and 1,000 sentences', () => {
  const share = rate(
    'found: 2 points, one look at 5 seeds, 2 scenarios, 1,000 sentences',
    question({ accuracies: [BASE + 0.01, BASE - 0.01], sentences: 1000 }),
    'better',
  );
  expect(share).toBeGreaterThanOrEqual(0.8 - 3.1 * Math.sqrt(0.16 / RUNS));
});

it('without the sentences, more seeds find more that is not there', () => {
  const blind = question({ seeds: 20, sentences: 400, knowsSentences: false });
  const share = rate('false better without sentences, 20 seeds, 2 scenarios, 400 sentences', blind, 'better');
  expect(share).toBeGreaterThan(0.05);
});

it('the latent model has the moments that were measured, and the truth that it is asked for', () => {
  const sentences = 4000;
  const accuracies = [0.9, 0.9, 0.85];
  const [a = [], b = [], c = []] = drawTrials(EMBEDDED, { accuracies, seeds: 40, sentences }, randomOf(1));
  const values = [a, b, c].map((trials) => trials.map(({ value }) => value));
  [0.9, 0.9, 0.85].forEach((accuracy, i) => expect(meanOf(values[i] ?? [])).toBeCloseTo(accuracy, 1.7));
  const [first, second] = [a[0]?.sentences?.hits ?? [], a[1]?.sentences?.hits ?? []];
  const disagreeing = Array.from(first, (hit, v) => (hit === second[v] ? 0 : 1)) as number[];
  expect(meanOf(disagreeing)).toBeGreaterThan(0.055);
  expect(meanOf(disagreeing)).toBeLessThan(0.08);
  // On 1,000 sentences, from 4,000: a quarter of the sentence part; the spread of accuracies has a part that stays.
  const error = compare(a, b)?.error;
  expect((error?.sentences ?? 0) * 4).toBeGreaterThan(0.000004);
  expect((error?.sentences ?? 0) * 4).toBeLessThan(0.000009);
  expect(standardDeviation(values[0] ?? [])).toBeGreaterThan(0.005);
  expect(standardDeviation(values[0] ?? [])).toBeLessThan(0.0095);
});
