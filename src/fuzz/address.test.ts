/** @file Hostile addresses: the page's whole address, and an experiment's fragment. */
import { deflateSync } from 'fflate';
import fc from 'fast-check';
import { expect } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../experiment/defaults';
import { randomExperiment, seededRandom } from '../experiment/testing';
import { decodeExperiment, encodeExperiment } from '../experiment/address/url';
import { validateExperiment } from '../experiment/validate';
import { decodeAddress, encodeAddress, MAX_RESULTS_LENGTH } from '../address/pageAddress';
import { toBase64Url } from '../address/base64Url';
import { repairAddress } from '../address/repairAddress';
import { packResults, unpackResults } from '../address/sharedResults';
import { readCorrect } from '../results/classified';
import { ROWS_ID, tenRows } from '../results/testing';
import { sampleTrial } from '../experiment/testing';
import { anyBytes, join, tamperedBytes } from './hostileBytes';
import { tamperedJson } from './hostileJson';
import { anyText, tampered } from './hostileText';
import { refuses, type Problems } from './property';

const EXPERIMENT = { ...DEFAULT_EXPERIMENT, trials: 3 };
const TRIALS = [0, 1, 2].map((seed) =>
  sampleTrial({
    ...{ id: `t${seed}`, scenario: EXPERIMENT.scenarios[0], seed: EXPERIMENT.firstSeed + seed },
    ...(seed > 0 && tenRows(7 + seed)),
  }),
);
const RESULTS = packResults(EXPERIMENT, { by: 'Ada', trials: TRIALS });

const random = seededRandom(5);
const FRAGMENTS = [
  ...Array.from({ length: 6 }, () => encodeExperiment(randomExperiment(random))),
  'model=roberta-mini&data=review-sentences&scenario=upper:7-12.qkvoud.r8&scenario=head:classifier&trials=5',
  'lesson=layers&trials=3&epochs=2&dropout=0.1,0,0,0.2',
];
const ADDRESSES = [
  ...FRAGMENTS,
  'lesson=layers&title=Monday&intro=%23%20Hello%0A-%20one&lock=all&hide=table&budget=8&seeds=own&view=projector',
  `trials=3&title=A&predict=ranking&question=Which%3F&introfile=workshop.md&results=${RESULTS}`,
];
const ownSeed = (): number => 7000;

/**
 * Expects an experiment that the lab can run, or problems that say why it cannot; and expects that it reads back the
 * same.
 */
function readFragment(text: string): Problems {
  const { experiment, problems } = decodeExperiment(text);
  const written = encodeExperiment(experiment);
  const again = decodeExperiment(written);
  if (validateExperiment(experiment).length === 0) expect(again).toEqual({ experiment, problems: [] });
  expect(encodeExperiment(again.experiment)).toBe(written);
  return problems;
}

function readAddress(text: string): Problems {
  const { problems, ...page } = decodeAddress(text, ownSeed);
  const again = decodeAddress(encodeAddress(page, ownSeed), ownSeed);
  if (validateExperiment(page.experiment).length === 0) expect(again).toEqual({ ...page, problems: [] });
  expect((page.results ?? '').length).toBeLessThanOrEqual(MAX_RESULTS_LENGTH);
  return problems;
}

const length = (text: string): number => text.length;

refuses({
  name: "an experiment's fragment",
  share: 10,
  inputs: fc.oneof(anyText, { arbitrary: tampered(FRAGMENTS), weight: 5 }),
  sizeOf: length,
  read: readFragment,
});

/** Repairs an address, and expects no more problems than before. @returns the problems that are left */
function repair(text: string): Problems {
  const { problems } = decodeAddress(text, ownSeed);
  const repaired = repairAddress(text);
  const left = decodeAddress(repaired.text, ownSeed).problems;
  if (repaired.note === null) expect(repaired.text).toBe(text);
  else expect(left.length).toBeLessThanOrEqual(problems.length || Infinity);
  return left;
}

refuses({
  name: "the page's damaged address",
  share: 5,
  inputs: fc.oneof(anyText, { arbitrary: tampered(ADDRESSES), weight: 5 }),
  sizeOf: length,
  read: repair,
});

refuses({
  name: "the page's address",
  share: 10,
  inputs: fc.oneof(anyText, { arbitrary: tampered(ADDRESSES), weight: 5 }),
  sizeOf: length,
  read: readAddress,
});

const pack = (bytes: Uint8Array): string => toBase64Url(deflateSync(bytes));
const CONTENT: unknown = {
  v: 1,
  by: 'Ada',
  at: 1_770_000_000_000,
  env: [[0, 'a GPU', false, 'a browser', '0.3.0']],
  t: [0, 1, 2].map((seed) => [
    ...[0, 0, 0, 100, 5000, 0.01, 1e8, 1, 2, 3, 4, 5, 6],
    ...[EXPERIMENT.firstSeed + seed, 0.8, 0.5, 100, 30, 0, `t${seed}`],
  ]),
  s: {
    ids: [ROWS_ID],
    rows: [null, ...[8, 8].map(tenRows).map(({ correct, confusion }) => [0, correct, confusion])],
  },
};

/** Megabytes of a single byte value, compressed: as many as fit into an address. */
const BOMB = toBase64Url(deflateSync(new Uint8Array(11_000_000), { level: 9 })).slice(0, MAX_RESULTS_LENGTH);

refuses({
  name: 'shared results in a link',
  share: 7,
  inputs: fc.oneof(
    { arbitrary: tampered([RESULTS, BOMB]), weight: 2 },
    {
      arbitrary: tamperedJson([CONTENT]).map((text) => pack(new TextEncoder().encode(text))),
      weight: 5,
    },
    {
      arbitrary: fc.oneof(anyBytes, tamperedBytes([join(new TextEncoder().encode('{"v":1}'))])).map(pack),
      weight: 1,
    },
  ),
  sizeOf: length,
  read(text) {
    const { trials, by } = unpackResults(text, EXPERIMENT);
    expect(trials.length).toBeLessThanOrEqual(EXPERIMENT.scenarios.length * EXPERIMENT.trials);
    for (const { scenario, id, ...trial } of trials) {
      const hits = readCorrect(trial);
      if (hits)
        expect(hits.reduce((sum, hit) => sum + hit, 0)).toBeCloseTo((trial.accuracy ?? NaN) * hits.length);
      else expect(trial.correct).toBeUndefined();
      expect(EXPERIMENT.scenarios).toContain(scenario);
      expect(id.length).toBeLessThanOrEqual(100);
    }
    expect((by ?? '').length).toBeLessThanOrEqual(60);
  },
});
