/** @file Real failures of the device during a trial: they are reported, everything is freed, and the next trial is unaffected. */
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { installDeviceFaults, type DeviceFaults, type Fault } from '../../tools/lib/browser/deviceFaults.mjs';
import { describeError } from '../base/errors';
import type { Scenario } from '../experiment/experiment';
import { createWebGPUOps, type WebGPUOps } from '../ops/webgpu';
import { runCompany } from './company';
import { adapted, sentences, SILENT, SMALL, smallSetting } from './trial.testing';
import type { TrialOutcome } from './trialSetting';

const TINY = { ...SMALL, layers: 1, hidden: 8, heads: 1, intermediate: 16 };
const SETS = { train: sentences(TINY, 8, 20), validation: sentences(TINY, 4, 12) };
const ALL = adapted(TINY, 1, 1);
const FULL: Scenario = { name: 'full', color: '#000000', method: 'full' };
const CHANGE = { duration: { unit: 'steps', count: 6 }, basePrecision: 'int8' } as const;

let ops: WebGPUOps;
let faults: DeviceFaults;

beforeAll(async () => {
  installDeviceFaults();
  faults = (globalThis as unknown as { deviceFaults: DeviceFaults }).deviceFaults;
  await tf.setBackend('webgpu');
  ops = createWebGPUOps({ software: true });
});

/** Runs a trial, or a company of several, and recovers afterwards, as the worker does. @returns what came of the first */
async function attempt(
  scenario: Scenario,
  trials: number,
  fault: Fault | null,
): Promise<TrialOutcome | Error> {
  const setting = smallSetting(ops, TINY, SETS, CHANGE);
  faults.begin(fault);
  try {
    const memberOf = (seed: number) => ({ setting, spec: { scenario, seed }, hooks: SILENT, from: null });
    const others = Array.from({ length: trials - 1 }, (_, i) => memberOf(2 + i));
    const [end] = await runCompany([memberOf(1), ...others]);
    return end?.outcome ?? new Error('The trial has parted.');
  } catch (error) {
    return error as Error;
  } finally {
    setting.dispose();
    await ops.recover();
  }
}

const level = (): number[] => [tf.memory().numTensors, ops.meter.liveBytes, ops.meter.pooledBytes];

/** Moments in all parts of a trial except its end: how often losses are read back depends on the device's speed. */
const moments = (total: number, wanted: number): number[] =>
  Array.from({ length: wanted }, (_, i) => 1 + Math.floor((0.8 * i * total) / (wanted - 1)));

const CASES = [
  { kind: 'memory', at: 'allocation', words: /no memory left.*OUT_OF_DEVICE_MEMORY.*smaller batch/ },
  { kind: 'validation', at: 'allocation', words: /refused a part of this trial.*another batch or length/ },
  { kind: 'validation', at: 'submit', words: /refused a part of this trial.*another batch or length/ },
  { kind: 'shader', at: 'shader', words: /Kernel .* cannot be compiled: .+\(line \d+\).*WebAssembly/ },
] as const;

test.each([
  { scenario: ALL, trials: 1 },
  { scenario: FULL, trials: 1 },
  { scenario: ALL, trials: 2 },
])(
  '$trials of ($scenario.name) that fails is said, and leaves nothing behind',
  async ({ scenario, trials }) => {
    const before = level();
    const whole = (await attempt(scenario, trials, null)) as TrialOutcome;
    expect(whole.status).toBe('done');
    const total = { ...faults.counts };
    expect(level()).toEqual(before);
    const { bytes } = total;

    for (const { kind, at, words } of CASES)
      for (const count of moments(total[at], 5)) {
        const failed = await attempt(scenario, trials, { kind, at, count });
        const where = `${kind} at ${at} ${count} of ${total[at]}`;
        expect(faults.counts.struck, where).toBe(true);
        expect(failed, where).toBeInstanceOf(Error);
        const { message, remedy } = describeError(failed);
        expect(`${message} ${remedy}`, where).toMatch(words);
        expect(level(), where).toEqual(before);
        expect(faults.counts.bytes, where).toBe(bytes);
      }
    const after = (await attempt(scenario, trials, null)) as TrialOutcome;
    expect(after.losses).toEqual(whole.losses);
    expect(after.evaluations).toEqual(whole.evaluations);
  },
);
