/** @file Which recorded trials stand beside the shown experiment. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { create } from 'zustand';
import { DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import type { Experiment } from '../../../src/experiment/experiment';
import { lessonById } from '../../../src/lessons';
import { OPENING } from '../../../src/lessons/recorded';
import { DEFAULT_SOURCES } from '../../../src/sources/sourceSettings';
import { IDLE_RUN } from '../run/runState';
import { createRecordedSlice, type RecordedSlice } from './recordedSlice';
import { recordedName, recordedView } from './recordedView';

const PUBLIC = new URL('../../../public/', import.meta.url);
let asked: string[];
let broken = false;

beforeEach(() => {
  asked = [];
  broken = false;
  vi.stubGlobal('document', { baseURI: 'https://lab.example/labs/' });
  vi.stubGlobal('fetch', (url: URL) => {
    const path = String(url).replace('https://lab.example/labs/', '');
    asked.push(path);
    return broken
      ? Promise.reject(new TypeError('Failed to fetch'))
      : Promise.resolve(new Response(readFileSync(new URL(path, PUBLIC))));
  });
});
afterEach(() => vi.unstubAllGlobals());

const newSlice = () => create<RecordedSlice>()(createRecordedSlice);

const labOf = (slice: RecordedSlice, experiment: Experiment, lesson: string | null = null) => ({
  ...slice,
  ...{ experiment, lesson, run: IDLE_RUN, shared: null, sources: DEFAULT_SOURCES, commits: {} },
});

/** The recorded seeds by the names of the experiment's scenarios. */
async function seedsBeside(experiment: Experiment, lesson: string | null = null) {
  const slice = newSlice();
  await slice.getState().loadRecorded(lesson ?? OPENING);
  const view = recordedView(labOf(slice.getState(), experiment, lesson));
  const named = [...(view?.byScenario ?? [])].map(
    ([scenario, trials]) => [scenario.name, trials.map(({ seed }) => seed).join()] as const,
  );
  return view && Object.fromEntries(named);
}

const [lower, upper] = DEFAULT_EXPERIMENT.scenarios;

it('the opening experiment has its run, with seeds that it does not ask for', async () => {
  expect(await seedsBeside(DEFAULT_EXPERIMENT)).toEqual({ lower: '1,2,3,4,5', upper: '1,2,3,4,5' });
});

it('each lesson has its own', async () => {
  const { experiment } = lessonById('layers')!;
  const seeds = Object.values((await seedsBeside(experiment, 'layers'))!);
  expect(seeds).toHaveLength(experiment.scenarios.length);
  expect(await seedsBeside(experiment)).toBeNull();
});

it('what is renamed, has other seeds or is compared otherwise keeps it; what trains otherwise has none', async () => {
  const renamed = { ...lower, name: 'the lower half', color: '#000000' };
  const [rank4, slower] = [
    { ...upper, rank: 4 },
    { ...upper, name: 'slower', learningRate: 1e-4 },
  ];
  const { judging, training } = DEFAULT_EXPERIMENT;
  const experiment: Experiment = {
    ...{ ...DEFAULT_EXPERIMENT, scenarios: [renamed, rank4, slower], firstSeed: 70, trials: 9 },
    judging: { ...judging, measure: 'mcc' },
  };
  expect(await seedsBeside(experiment)).toEqual({ 'the lower half': '1,2,3,4,5' });
  expect(await seedsBeside({ ...DEFAULT_EXPERIMENT, training: { ...training, batchSize: 16 } })).toBeNull();
  expect(await seedsBeside({ ...DEFAULT_EXPERIMENT, model: 'roberta-base' })).toBeNull();
});

it('a link’s results stand alone', () => {
  const lab = labOf(newSlice().getState(), DEFAULT_EXPERIMENT);
  expect(recordedName(lab)).toBe(OPENING);
  const shared = { experiment: DEFAULT_EXPERIMENT, text: '', by: null, trials: [] };
  expect(recordedName({ ...lab, shared })).toBeNull();
});

it('is asked for once, and again where it could not be had', async () => {
  const slice = newSlice();
  broken = true;
  await slice.getState().loadRecorded(OPENING);
  expect(recordedView(labOf(slice.getState(), DEFAULT_EXPERIMENT))).toBeNull();
  broken = false;
  await slice.getState().loadRecorded(OPENING);
  await slice.getState().loadRecorded(OPENING);
  expect(asked).toEqual(['recorded/opening.json', 'recorded/opening.json']);
  expect(recordedView(labOf(slice.getState(), DEFAULT_EXPERIMENT))?.file).not.toBeNull();
});
