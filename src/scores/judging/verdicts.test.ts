import { describe, expect, it } from 'vitest';
import type { LoraScenario, Scenario } from '../../experiment/experiment';
import { moduleSet } from '../../architecture/modules';
import { judgedTable } from '../../report/tables/judgedTable';
import { intervalOf } from '../../stats/comparisons/comparison';
import type { Compared, JudgingRules } from '../../stats/comparisons/differences';
import { planLooks } from '../../stats/comparisons/looks';
import { seeded } from '../../stats/fixtures.testing';
import { chanceOf, judgeScores, type ScoreVerdicts } from './verdicts';
import { pairName, verdictSentence } from './words';

const scenario = (name: string): LoraScenario => ({
  ...{ name, color: '#000000', method: 'lora', modules: moduleSet(12, (layer) => layer < 3) },
  ...{ rank: 8, alpha: 8, rsLora: false },
});
const [best, worst, one, two] = ['best', 'worst', 'one', 'two'].map(scenario) as [
  LoraScenario,
  LoraScenario,
  LoraScenario,
  LoraScenario,
];
const SET = { count: 12, best, worst, draws: [one, two] };
const RULES: JudgingRules = { plan: planLooks(5, 'end'), firstSeed: 1, delta: 0.01, rows: null };

const trials = (values: readonly number[]): Compared => ({ values: seeded(values), ended: values.length });

/** The two draws' means by seed are 0.800, 0.805, 0.810, 0.795, 0.790. */
const DRAWS: readonly [string, readonly number[]][] = [
  ['one', [0.79, 0.8, 0.8, 0.785, 0.78]],
  ['two', [0.81, 0.81, 0.82, 0.805, 0.8]],
];

function judged(bests: readonly number[], worsts: readonly number[], rules = RULES): ScoreVerdicts {
  const results = new Map([['best', bests], ['worst', worsts], ...DRAWS] as const);
  const resultsOf = ({ name }: Scenario): Compared => trials(results.get(name) ?? []);
  return judgeScores([{ kind: 'gradient', set: SET }], resultsOf, rules);
}

const sentence = (all: ScoreVerdicts): string =>
  verdictSentence(all.verdicts[0]!, 'gradient', all).replaceAll('\u00a0', ' ');

describe('chanceOf', () => {
  it('is the mean of the draws by seed, of values and of hits', () => {
    const hits = (id: string, ...each: number[]) => ({ id, hits: each });
    const { mean, drawMeans } = chanceOf([
      {
        values: [
          { seed: 1, value: 0.5, sentences: hits('a', 1, 0) },
          { seed: 2, value: 1, sentences: hits('a', 1, 1) },
        ],
        ended: 3,
      },
      {
        values: [
          { seed: 3, value: 0, sentences: hits('a', 0, 0) },
          { seed: 1, value: 1, sentences: hits('a', 1, 1) },
        ],
        ended: 2,
      },
    ]);
    // Seeds 2 and 3 have one draw each: they would compare other draws.
    expect(mean.values).toEqual([
      { seed: 1, value: 0.75, sentences: { id: 'a', hits: Float64Array.of(1, 0.5) } },
    ]);
    expect(mean.ended).toBe(2);
    expect(drawMeans).toEqual([0.5, 1]);
    expect(chanceOf([])).toEqual({ mean: { values: [], ended: 0 }, drawMeans: [] });
  });
});

describe('judgeScores', () => {
  it('compares the best with the mean of the draws, seed by seed', () => {
    const all = judged([0.82, 0.824, 0.831, 0.816, 0.809], [0.801, 0.804, 0.811, 0.794, 0.79]);
    const [{ pairs, drawMeans } = { pairs: null, drawMeans: [] }] = all.verdicts;
    // Differences by seed: 0.020, 0.019, 0.021, 0.021, 0.019; their deviation is 0.001, and t(4) is 2.776445.
    const comparison = pairs!.bestToChance!.comparison;
    expect(comparison).toMatchObject({ test: 'paired', shared: 5, coversSentences: false });
    expect(comparison.difference).toBeCloseTo(0.02, 12);
    const interval = intervalOf(comparison, 0.05)!;
    expect(interval.from).toBeCloseTo(0.02 - (2.776445 * 0.001) / Math.sqrt(5), 8);
    expect(interval.to).toBeCloseTo(0.02 + (2.776445 * 0.001) / Math.sqrt(5), 8);
    expect(drawMeans.map((mean) => mean.toFixed(4))).toEqual(['0.7910', '0.8090']);
    expect(all.tested).toBe(3);
    expect(Object.values(pairs!).map((pair) => pair?.verdict)).toEqual(['better', 'a wash', 'better']);
    expect(sentence(all)).toBe(
      'On this model and data the gradient score chose better than chance, on these validation sentences: ' +
        'its 12 best modules are 2.0 points (+1.9 to +2.1) above 12 at random.',
    );
  });

  it('says which end is the good one where the score has it the other way round', () => {
    const all = judged([0.78, 0.784, 0.791, 0.776, 0.769], [0.82, 0.824, 0.831, 0.816, 0.809]);
    expect(sentence(all)).toBe(
      'On this model and data the gradient score chose worse than chance, on these validation sentences: ' +
        'its 12 best modules are 2.0 points (−2.1 to −1.9) below 12 at random. ' +
        'Its other end is better than chance: its 12 worst modules are 2.0 points (+1.9 to +2.1) above 12 at random.',
    );
  });

  it('says a wash, and what it takes while it is open', () => {
    const wash = judged([0.801, 0.804, 0.811, 0.794, 0.79], []);
    expect(sentence(wash)).toMatch(
      /^On this model and data the gradient score chose as chance does, within 1 point, on these/,
    );
    expect(wash.verdicts[0]?.pairs.worstToChance).toBeNull();
    expect(wash.tested).toBe(1);
    const open = judged([0.85, 0.79, 0.82, 0.78, 0.8], []);
    expect(sentence(open)).toMatch(
      /^On this model and data the gradient score cannot be told from chance yet: its 12 best modules are 0\.8 points \(.* to .*\) above 12 at random\. Seeds needed: about \d+ more \(\d+ in all\) for an 80/,
    );
    const few = judged([0.85, 0.79], []);
    expect(few.verdicts[0]?.pairs.bestToChance).toMatchObject({ verdict: 'open', look: null });
    expect(sentence(judged([], []))).toMatch(/^Nothing can be said of the gradient score yet/);
  });

  it('is about new sentences too where each trial tells which ones it got right', () => {
    // The best gets sentences right that both draws get wrong, by their number modulo 10, and the first draw fewer from seed to seed.
    const withHits = (right: (sentence: number, seed: number) => boolean): Compared => ({
      values: [1, 2, 3, 4, 5].map((seed) => {
        const hits = Array.from({ length: 200 }, (_, sentence) => Number(right(sentence, seed)));
        const value = hits.reduce((sum, hit) => sum + hit, 0) / hits.length;
        return { seed, value, sentences: { id: 'a', hits } };
      }),
      ended: 5,
    });
    const results = new Map([
      ['best', withHits((sentence) => sentence % 10 > 0)],
      ['one', withHits((sentence, seed) => sentence % 10 > 3 && sentence >= 10 * seed)],
      ['two', withHits((sentence) => sentence % 10 > 2)],
    ]);
    const resultsOf = ({ name }: Scenario): Compared => results.get(name) ?? { values: [], ended: 0 };
    const all = judgeScores([{ kind: 'gradient', set: SET }], resultsOf, { ...RULES, rows: 200 });
    const { comparison, verdict } = all.verdicts[0]!.pairs.bestToChance!;
    // 0.9 against the mean of 0.51 and 0.7.
    expect(comparison.difference).toBeCloseTo(0.295, 12);
    expect(comparison).toMatchObject({ coversSentences: true, shared: 5 });
    expect(comparison.error!.sentences).toBeGreaterThan(comparison.error!.seeds);
    expect(verdict).toBe('better');
    expect(sentence(all)).toMatch(/chose better than chance: its 12 best modules are 29\.5.points/);
  });

  it('corrects for every pair of every score, and writes them as a table', () => {
    const values = [0.82, 0.824, 0.831, 0.816, 0.809];
    const alone = judged(values, []);
    const results = new Map([['best', values], ['worst', values], ...DRAWS] as const);
    const both = judgeScores(
      (['gradient', 'plop'] as const).map((kind) => ({ kind, set: SET })),
      ({ name }) => trials(results.get(name) ?? []),
      RULES,
    );
    expect(both.tested).toBe(6);
    const corrected = both.verdicts[0]?.pairs.bestToChance?.corrected;
    expect(corrected).toBeCloseTo(6 * alone.verdicts[0]!.pairs.bestToChance!.corrected!, 12);
    const { columns, rows } = judgedTable(both);
    expect(rows.map((row) => row.slice(0, 4))).toEqual(
      ['gradient', 'plop'].flatMap((kind) => [
        [kind, 12, 'best', 'random'],
        [kind, 12, 'worst', 'random'],
        [kind, 12, 'best', 'worst'],
      ]),
    );
    expect(rows[0]?.[columns.indexOf('pHolm')]).toBe(corrected);
    expect(rows[0]?.[columns.indexOf('sharedSeeds')]).toBe(5);
  });
});

it('names pairs', () => {
  expect(pairName('bestToChance', 12)).toBe('12 best against chance');
  expect(pairName('worstToChance', 12)).toBe('12 worst against chance');
  expect(pairName('bestToWorst', 12)).toBe('12 best against 12 worst');
});
