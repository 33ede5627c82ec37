/** @file Recorded trials beside a person's own in the figure of accuracies. */
import { expect, it } from 'vitest';
import { formatRecordedSource, type RecordedRun } from '../recorded';
import { speedFigure } from '../costs/speedFigure';
import { groupsOf } from '../testing';
import { accuracyFigure } from './accuracyFigure';

const OWN = groupsOf({ lower: [0.72, 0.74, 0.76], upper: [0.62, 0.61, 0.64], other: [0.5, 0.52, 0.55] });
const NONE = groupsOf({ lower: [], upper: [], other: [] });
const RECORDED: RecordedRun = {
  groups: [...groupsOf({ lower: [0.73, 0.75, 0.7, 0.71, 0.9], upper: [0.6, 0.63, 0.65, 0.6, 0.62] }), null],
  source: 'an NVIDIA H200, 29 Nov 2026',
};
const OPTIONS = { scale: 'fixed', rows: 400 } as const;

it('stands alone before any trial: rings, an outline and a mean, said to be recorded', () => {
  const { rows, any, caption } = accuracyFigure(NONE, { ...OPTIONS, recorded: RECORDED });
  expect(any).toBe(true);
  const [lower, , other] = rows;
  expect(lower?.recorded).toMatchObject({ mean: '75.8\u00a0%', spread: '± 8.2', trials: 'n = 5' });
  expect(lower?.recorded?.dots).toHaveLength(5);
  expect(lower?.recorded?.hill.length).toBeGreaterThan(10);
  expect(lower).toMatchObject({ dots: [], hill: [], mean: null, texts: { mean: 'no accuracy' } });
  expect(other?.recorded).toBeNull();
  expect(caption).toContain('recorded on an NVIDIA H200, 29 Nov 2026: a ring is one trial');
  expect(caption).not.toContain('Each finished trial');
});

it('changes nothing of a person’s own figures but the axis, which shows both', () => {
  const alone = accuracyFigure(OWN, OPTIONS);
  const beside = accuracyFigure(OWN, { ...OPTIONS, recorded: RECORDED });
  for (const [i, row] of beside.rows.entries()) {
    const { recorded: _, hill, ...own } = row;
    const { recorded: none, hill: hillAlone, ...ownAlone } = alone.rows[i]!;
    expect(none).toBeNull();
    expect({ ...own, mean: own.mean?.at }).toEqual({ ...ownAlone, mean: ownAlone.mean?.at });
    expect(hill.map(({ at }) => at)).toEqual(hillAlone.map(({ at }) => at));
  }
  expect(beside.caption).toContain('; no figure counts them.');
  for (const sentence of alone.caption.split(/(?<=\.) (?=[A-Z])/)) expect(beside.caption).toContain(sentence);
  expect(beside.caption).toMatch(
    /bandwidth 1\.70\spoints.* That of the dashed outlines is \d\.\d+\spoints\./,
  );
  expect(beside.description).toBe(alone.description);
  const zoomed = accuracyFigure(OWN, { ...OPTIONS, scale: 'zoomed', recorded: RECORDED });
  expect(zoomed.range.to).toBeGreaterThanOrEqual(0.9);
});

it.each([
  ['NVIDIA H200', 'an NVIDIA H200'],
  ['Apple M4', 'an Apple M4'],
  ['Radeon 780M', 'a Radeon 780M'],
  ['RTX 4090', 'an RTX 4090'],
  ['GeForce', 'a GeForce'],
])('a run on %s is recorded on %s', (deviceName, words) => {
  const environment = { backend: 'webgpu', device: 'nvidia', deviceName, software: false } as const;
  expect(
    formatRecordedSource({ environment: { ...environment, userAgent: '', labVersion: '' }, trials: [] }),
  ).toBe(words);
});

it('recorded speeds stand as hollow bars until a trial has measured one', () => {
  const before = speedFigure(NONE, RECORDED);
  expect(before.rows.map(({ marks, figure }) => [marks.map(({ kind }) => kind).join(), figure])).toEqual([
    ['recorded', expect.stringMatching('/s')],
    ['recorded', expect.stringMatching('/s')],
    ['', null],
  ]);
  expect(before.caption).toContain('recorded on an NVIDIA H200');
  const [first, ...others] = OWN;
  const after = [first!, ...others.map((group) => ({ ...group, done: [] }))];
  expect(speedFigure(after, RECORDED)).toEqual(speedFigure(after));
});
