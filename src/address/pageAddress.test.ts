import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../experiment/defaults';
import { encodeExperiment } from '../experiment/address/url';
import { LESSONS } from '../lessons';
import { decodeAddress, encodeAddress, MAX_RESULTS_LENGTH, type PageAddress } from './pageAddress';
import { EMPTY_WORKSHOP } from '../workshop/workshop';

const OWN = 42_000;
const ownSeed = () => OWN;

const PLAIN: PageAddress = {
  lesson: null,
  experiment: DEFAULT_EXPERIMENT,
  workshop: null,
  projector: false,
  together: 'auto',
  results: null,
};

describe('decodeAddress and encodeAddress', () => {
  it('leave an experiment’s and a lesson’s address as they are', () => {
    expect(encodeAddress(PLAIN, ownSeed)).toBe(encodeExperiment(DEFAULT_EXPERIMENT));
    for (const lesson of LESSONS) {
      const address = { ...PLAIN, lesson, experiment: lesson.experiment };
      expect(encodeAddress(address, ownSeed)).toBe(`lesson=${lesson.id}`);
      expect(decodeAddress(`#lesson=${lesson.id}`, ownSeed)).toEqual({ ...address, problems: [] });
    }
  });

  it('give each other’s input back', () => {
    const lesson = LESSONS[0] ?? null;
    const address: PageAddress = {
      lesson,
      experiment: { ...(lesson?.experiment ?? DEFAULT_EXPERIMENT), trials: 2, firstSeed: 5 },
      workshop: { ...EMPTY_WORKSHOP, title: 'Monday', hidden: ['tryit'], ownSeeds: true },
      projector: true,
      together: 7,
      results: 'abc_-',
    };
    const text = encodeAddress(address, ownSeed);
    expect(text).toMatch(
      /&seed=5&title=Monday&hide=tryit&seeds=own&view=projector&together=7&results=abc_-$/,
    );
    expect(decodeAddress(text, ownSeed)).toEqual({ ...address, problems: [] });
  });

  it('give a device its own first seed, and do not write it', () => {
    const address = decodeAddress('trials=3&seeds=own', ownSeed);
    expect(address.experiment).toEqual({ ...DEFAULT_EXPERIMENT, trials: 3, firstSeed: OWN });
    expect(encodeAddress(address, ownSeed)).toBe(
      `${encodeExperiment({ ...DEFAULT_EXPERIMENT, trials: 3 })}&seeds=own`,
    );
    for (const firstSeed of [7, DEFAULT_EXPERIMENT.firstSeed]) {
      const seeded = { ...address, experiment: { ...address.experiment, firstSeed } };
      expect(decodeAddress(encodeAddress(seeded, ownSeed), ownSeed)).toEqual(seeded);
    }
    expect(decodeAddress('trials=3', ownSeed).experiment.firstSeed).toBe(DEFAULT_EXPERIMENT.firstSeed);
  });

  it('name wrong parts of every kind', () => {
    const { problems, results, projector, experiment } = decodeAddress(
      'https://lab.test/#lr=fast&budget=many&view=wall&results=<script>&results=abc&trials=2',
      ownSeed,
    );
    expect(problems).toHaveLength(5);
    for (const part of ['lr=fast', 'budget=many', 'view=wall', 'results: given 2 times', 'results: not as'])
      expect(problems.some((problem) => problem.startsWith(part))).toBe(true);
    expect({ results, projector, trials: experiment.trials }).toEqual({
      results: null,
      projector: false,
      trials: 2,
    });
    const long = decodeAddress(`results=${'a'.repeat(MAX_RESULTS_LENGTH + 1)}`, ownSeed);
    expect(long.results).toBeNull();
    expect(long.problems).toEqual([`results: longer than ${MAX_RESULTS_LENGTH} characters; none are shown`]);
  });

  it('says how many seeds train together, and repairs what is no such number', () => {
    for (const together of ['off', 2, 1000] as const) {
      const text = encodeAddress({ ...PLAIN, together }, ownSeed);
      expect(text).toBe(`${encodeExperiment(DEFAULT_EXPERIMENT)}&together=${together}`);
      expect(decodeAddress(text, ownSeed)).toEqual({ ...PLAIN, together, problems: [] });
    }
    expect(decodeAddress('together=auto', ownSeed)).toEqual({ ...PLAIN, problems: [] });
    for (const wrong of ['1', '1001', 'two', '2.5', '', '-3'])
      expect(decodeAddress(`together=${wrong}`, ownSeed)).toMatchObject({
        together: 'auto',
        problems: [
          `together=${wrong}: not auto, off, or a whole number from 2 to 1000; the default auto is used`,
        ],
      });
    expect(decodeAddress('together=3&together=4', ownSeed)).toMatchObject({
      together: 3,
      problems: ['together: given 2 times; the first is used'],
    });
  });

  it('say which scores are shown, and say what is no score', () => {
    const score = { kind: 'gradient', batches: 12 } as const;
    const text = encodeAddress({ ...PLAIN, score }, ownSeed);
    expect(text).toBe(`${encodeExperiment(DEFAULT_EXPERIMENT)}&score=gradient:12`);
    expect(decodeAddress(text, ownSeed)).toEqual({ ...PLAIN, score, problems: [] });
    expect(decodeAddress('score=size:3', ownSeed)).toEqual({
      ...PLAIN,
      problems: [
        'score=size:3: not gradient:N, plop:N or loradrop:N, with a whole number N of batches from 1 to 256, adalora:N with N steps from 1 to 512, or knockout; no scores are shown',
      ],
    });
    expect(decodeAddress('score=gradient:3&score=gradient:4', ownSeed)).toMatchObject({
      score: { batches: 3 },
      problems: ['score: given 2 times; the first is used'],
    });
  });
});
