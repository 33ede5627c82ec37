/** @file How long scenarios train, and the words of a plan of equal time and of equal memory. */
import { expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../src/experiment/defaults';
import { sampleTrial } from '../../src/experiment/testing';
import { matchTime } from '../../src/footing/matchTime';
import type { Environment, TrialRecord } from '../../src/results/results';
import { DEFAULT_SOURCES } from '../../src/sources/sourceSettings';
import { trialSlots } from '../store/results/trialKey';
import { equalRows, planBasisText, signedShare } from './footingRows';
import { pacesOf, type PaceNeeds } from './paces';
import { rateTicks } from './rateTicks';

const HERE: Environment = { ...sampleTrial({}).environment, backend: 'webgpu', device: 'this one' };
const origins = { sources: DEFAULT_SOURCES, commits: {} };
const experiment = DEFAULT_EXPERIMENT;

/** @param speeds sentences a second of each scenario's trials; null for a trial of another device */
function labWith(
  speeds: readonly (readonly (number | null)[])[],
  environment: Environment | null = HERE,
): PaceNeeds {
  const records: Record<string, TrialRecord> = {};
  for (const { key, spec } of trialSlots(experiment, {}, origins)) {
    const speed = speeds[experiment.scenarios.findIndex((one) => one === spec.scenario)]?.[spec.seed - 1];
    if (speed === undefined) continue;
    records[key] = sampleTrial({
      ...{ scenario: spec.scenario, seed: spec.seed, samplesPerSecond: speed ?? 1 },
      environment: speed === null ? { ...HERE, device: 'another' } : HERE,
    });
  }
  return { ...{ experiment, records, environment, speeds: {}, inspection: null }, ...origins };
}

it('goes by the trials of this device once every scenario has one', () => {
  const { paces, basis } = pacesOf(labWith([[40, 60], [100]]));
  expect(basis).toBe('measured');
  // 8 sentences a step, at the median of 40 and 60, and at 100 a second.
  expect(paces).toEqual([
    { step: 8 / 50, steps: 150 },
    { step: 8 / 100, steps: 150 },
  ]);
  const planned = { plan: matchTime(experiment.scenarios, 0, paces), basis };
  expect(equalRows(planned).map(({ change, before, after, off }) => [change, before, after, off])).toEqual([
    ['stays', '25\u00a0s', '25\u00a0s', ''],
    ['steps 150 → 300', '10\u00a0s', '25\u00a0s', '0\u00a0%'],
  ]);
  expect(planBasisText(planned)).toContain('had on this device');
});

it('estimates all of them where one has none, by how far down backward goes', () => {
  for (const speeds of [
    [[50], []],
    [[50], [null]],
  ]) {
    const { paces, basis } = pacesOf(labWith(speeds));
    expect(basis).toBe('estimated');
    expect(paces[0]!.step).toBeGreaterThan(1.2 * paces[1]!.step);
    const planned = { plan: matchTime(experiment.scenarios, 0, paces), basis };
    expect(equalRows(planned)[1]?.before).toMatch(/^≈/);
    expect(planBasisText(planned)).toContain('After a trial of each scenario it is measured');
  }
});

it('gives no seconds where only the ratios are known', () => {
  const lab = labWith([], null);
  const { paces, basis } = pacesOf({ ...lab, experiment: { ...experiment, model: 'owner/name' } });
  expect(basis).toBe('compared');
  const [, upper] = equalRows({ plan: matchTime(experiment.scenarios, 0, paces), basis });
  expect(upper).toMatchObject({ before: '–', after: '–' });
  expect(upper?.change).toMatch(/^steps 150 → (1[6-9]|2)\d/);
});

it('names a match that comes no nearer, and signs shares', () => {
  const plan = matchTime(experiment.scenarios, 0, [
    { step: 1, steps: 2 },
    { step: 1.4, steps: 3 },
  ]);
  expect(equalRows({ plan, basis: 'measured' })[1]).toMatchObject({
    ...{ change: 'steps 3 → 1', off: '−30.0\u00a0%', note: 'Whole steps come no nearer.' },
  });
  expect([0.0123, -0.0004, 0.5].map((share) => signedShare(share))).toEqual([
    '+1.2\u00a0%',
    '0\u00a0%',
    '+50.0\u00a0%',
  ]);
});

it('has round ticks of rates, fewer where they would be many', () => {
  expect(rateTicks(0.00075, 0.012)).toEqual([0.001, 0.002, 0.005, 0.01]);
  expect(rateTicks(1e-5, 0.1)).toEqual([1e-5, 1e-4, 1e-3, 0.01, 0.1]);
});
