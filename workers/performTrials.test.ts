/** @file Companies that fail, part, or lose their device: every trial ends as it does alone. On the reference op set. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it, vi } from 'vitest';
import type { Backend } from '../src/backend/select';
import { listTrials, type Scenario } from '../src/experiment/experiment';
import type { Together } from '../src/experiment/together';
import { DEFAULT_EXPERIMENT } from '../src/experiment/defaults';
import type { Ops } from '../src/ops';
import { createReferenceOps } from '../src/ops/reference';
import type { TrialRecord } from '../src/results/results';
import { DEFAULT_SOURCES } from '../src/sources/sourceSettings';
import { CHANGE, SETS, TINY } from '../src/train/company.testing';
import { Pacing } from '../src/train/pacing';
import { smallSetting } from '../src/train/trial.testing';
import { createLaboratory } from './laboratory';
import { performTrials } from './performTrials';
import type { Prepared } from './prepareRun';
import type { Event } from './protocol';
import type { LostIn, Running } from './running';
import { TrialQueue } from './trialQueue';

const HEAD: Scenario = { name: 'head', color: '#000000', method: 'classifier' };
const STEPS = 14;

interface Ask {
  readonly together: Together;
  readonly ops?: Ops;
  readonly lost?: Promise<string>;
  readonly onEvent?: (event: Event) => void;
}

async function perform({ together, ops = createReferenceOps(), lost, onEvent }: Ask) {
  const training = { ...CHANGE, duration: { unit: 'steps', count: STEPS } } as const;
  const setting = smallSetting(ops, TINY, SETS, training);
  const experiment = { ...DEFAULT_EXPERIMENT, scenarios: [HEAD], trials: 2, training: setting.training };
  const events: Event[] = [];
  const { signal } = new AbortController();
  // A device on which companies are tried, whatever computes here.
  const environment = {
    backend: 'webgpu',
    device: 'test',
    software: false,
    userAgent: '',
    labVersion: '',
  } as const;
  const backend: Backend = { ops, environment, tiles: null, lost: lost ?? new Promise(() => undefined) };
  const describe: Prepared['describe'] = ({ scenario, seed }) => ({
    ...{ experiment, scenario, seed, labels: 2, labelNames: ['no', 'yes'], scales: new Map() },
  });
  const running: Running = {
    command: {
      ...{ type: 'run', runId: 'run', experiment, trials: listTrials(experiment), backend: null },
      ...{ baseUrl: 'http://lab.test/', sources: DEFAULT_SOURCES, together },
    },
    means: {
      ...{ backend, laboratory: createLaboratory(), signal, pacing: new Pacing(signal, () => undefined) },
      send: (event) => {
        events.push(event);
        onEvent?.(event);
      },
    },
    prepared: {
      ...{ setting, settingOf: () => Promise.resolve(setting), validationId: '0' },
      describe,
      kept: (_spec, tensors) => tensors,
    } satisfies Partial<Prepared> as unknown as Prepared,
    progress: () => undefined,
  };
  const queue = new TrialQueue(running.command.trials, () => true);
  const lostIn: LostIn | null = await performTrials(queue, running);
  setting.dispose();
  const records = events.flatMap((event) => (event.type === 'trialDone' ? [event.record] : []));
  const told = events.flatMap((event) => {
    if (event.type === 'company') return [`company of ${event.trials.join()}`];
    if (event.type === 'restored') return [`${event.trial} restored at ${event.losses.length}`];
    return event.type === 'trialDone' ? [`${event.trial} ${event.record.status}`] : [];
  });
  return { records, told, lostIn, next: queue.next };
}

/** Milliseconds by which the clock of these tests is ahead. */
let late = 0;
let plain: readonly TrialRecord[] = [];
beforeAll(async () => {
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + late);
  await tf.setBackend('cpu');
  plain = (await perform({ together: 'off' })).records;
});

function expectAsAlone(records: readonly TrialRecord[]): void {
  expect(records.map(({ seed }) => seed)).toEqual(plain.map(({ seed }) => seed));
  for (const [i, { losses, accuracy, evaluations }] of records.entries()) {
    const own = plain[i]!;
    expect(losses).toEqual(own.losses);
    expect(evaluations).toEqual(own.evaluations);
    expect(accuracy).toBe(own.accuracy);
  }
}

/** Puts the clock forward, as a slow device would. */
function wait(milliseconds: number): void {
  late += milliseconds;
}

it('goes on together where that is faster than one by one', async () => {
  const reference = createReferenceOps();
  // A step alone takes far longer, and the company knows nothing of it.
  const ops: Ops = {
    ...reference,
    beginStep(state) {
      wait(60);
      reference.beginStep(state);
    },
  };
  const { records, told } = await perform({ together: 'auto', ops });
  expect(told).toEqual(['company of 0,1', '0 done', '1 done']);
  expectAsAlone(records);
  // The first seed was measured alone: four sentences in 60 ms or more.
  expect(records[0]!.samplesPerSecond).toBeGreaterThan(0);
  expect(records[0]!.samplesPerSecond).toBeLessThan(4 / 0.06);
  expect(records[1]!.samplesPerSecond).toBeNull();
  for (const { together, seconds } of records) {
    expect(together?.trials).toBe(2);
    expect(seconds).toBeLessThanOrEqual(together!.seconds / 2 + 0.01);
  }
});

it('parts where it is slower, and each trial goes on alone from there', async () => {
  const reference = createReferenceOps();
  const ops: Ops = {
    ...reference,
    together(count) {
      const company = reference.together(count);
      return {
        ...company,
        beginSteps(states) {
          wait(150);
          company.beginSteps(states);
        },
      };
    },
  };
  const { records, told } = await perform({ together: 'auto', ops });
  expect(told).toEqual(['company of 0,1', '0 restored at 12', '0 done', '1 restored at 12', '1 done']);
  expectAsAlone(records);
  expect(records.map(({ together }) => together)).toEqual([undefined, undefined]);
  // Asked for by number, it does not part, however slow it is.
  const asked = await perform({ together: 2, ops });
  expect(asked.told).toEqual(['company of 0,1', '0 done', '1 done']);
});

it('trains one by one what has failed together, from the beginning', async () => {
  const reference = createReferenceOps();
  let steps = 0;
  const ops: Ops = {
    ...reference,
    together(count) {
      const company = reference.together(count);
      return {
        ...company,
        beginSteps(states) {
          if (++steps > 7) throw new Error('out of order');
          company.beginSteps(states);
        },
      };
    },
  };
  const before = tf.memory().numTensors;
  const { records, told } = await perform({ together: 2, ops });
  expect(told).toEqual(['company of 0,1', '0 restored at 0', '0 done', '1 restored at 0', '1 done']);
  expectAsAlone(records);
  expect(tf.memory().numTensors).toBe(before);
});

it('names the first unfinished trial when the device is lost, and leaves all of them in the queue', async () => {
  let lose: (reason: string) => void = () => undefined;
  const lost = new Promise<string>((resolve) => {
    lose = resolve;
  });
  const onEvent = ({ type }: Event): void => {
    if (type === 'evaluation') lose('unplugged');
  };
  const { told, lostIn, next } = await perform({ together: 2, lost, onEvent });
  expect(told).toEqual(['company of 0,1']);
  expect(lostIn?.trial).toBe(0);
  expect(lostIn?.record).toMatchObject({ status: 'failed', seed: plain[0]!.seed });
  expect(lostIn?.record.message).toMatch(/GPU device was lost.*unplugged/);
  expect(next).toBe(0);
});
