/** @file The recorded runs that ship with the lab, and how they are made. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../experiment/defaults';
import { sampleTrial } from '../experiment/testing';
import { OPENING, recordedNames, recordedPath } from '../lessons/recorded';
import { recordingFaults, serializeRecording } from './recording';
import type { ResultsFile } from './results';
import { parseResults } from './resultsFile';

const PUBLIC = new URL('../../public/', import.meta.url);
const NAMES = recordedNames();
const COMMAND = 'record again with `npm run record -- --device-name "NVIDIA H200"`, on that device';

/** The versions of the lab whose trials are today's. A new version that trains otherwise stands here alone. */
const SAME_ENGINE = ['0.7.0'];

describe('the recorded runs', () => {
  it('are one for each lesson and one for the opening experiment', () => {
    expect(readdirSync(new URL('recorded/', PUBLIC)).sort()).toEqual(
      NAMES.map((name) => `${name}.json`).sort(),
    );
  });

  it.each(NAMES)(
    '%s is of its experiment as it is today, with five seeds or more, on a GPU with a name',
    (name) => {
      const text = readFileSync(new URL(recordedPath(name), PUBLIC), 'utf8');
      const file = parseResults(text);
      expect(recordingFaults(name, file), COMMAND).toEqual([]);
      expect(SAME_ENGINE, COMMAND).toContain(file.environment.labVersion);
      expect(file.experiment.trials).toBeGreaterThanOrEqual(5);
      // The first visit loads the opening one; the page has them without compression on some servers.
      expect(text.length).toBeLessThan(name === OPENING ? 60e3 : 1e6);
    },
  );

  it('are of this version of the lab', () => {
    expect(SAME_ENGINE, `The lab is ${__LAB_VERSION__} now: ${COMMAND}`).toContain(__LAB_VERSION__);
  });
});

describe('a recording', () => {
  const trials = [1, 2].flatMap((seed) =>
    DEFAULT_EXPERIMENT.scenarios.map((scenario) =>
      sampleTrial({ id: `${scenario.name} ${seed}`, scenario, seed, losses: [0.693147181, 1.00004e-6] }),
    ),
  );
  const [{ environment }] = trials as [(typeof trials)[0]];
  const gpu = { ...environment, backend: 'webgpu' as const, device: 'nvidia', software: false };
  const file: ResultsFile = { version: 1, experiment: DEFAULT_EXPERIMENT, environment: gpu, trials };
  const recorded = parseResults(serializeRecording(file, 'NVIDIA H200'));

  it('names its device, and has shorter losses', () => {
    expect(recorded.environment).toEqual({ ...gpu, deviceName: 'NVIDIA H200' });
    expect(recorded.trials.map(({ id }) => id)).toEqual(trials.map(({ id }) => id));
    expect(recorded.trials[0]?.losses).toEqual([0.69315, 1e-6]);
    expect(recorded.trials[0]?.accuracy).toBe(trials[0]?.accuracy);
    expect(recordingFaults(OPENING, recorded)).toEqual([]);
  });

  it('may have more seeds than its experiment, or another delta', () => {
    const { judging } = DEFAULT_EXPERIMENT;
    const experiment = { ...DEFAULT_EXPERIMENT, trials: 1, judging: { ...judging, delta: 2 } };
    expect(recordingFaults(OPENING, { ...recorded, experiment })).toEqual([]);
  });

  it.each([
    ['another experiment', { experiment: { ...DEFAULT_EXPERIMENT, dataset: 'other' } }, 'another one'],
    ['a missing seed', { trials: recorded.trials.slice(1) }, '1 of its trials'],
    ['a software adapter', { environment: { ...recorded.environment, software: true } }, 'on a GPU'],
    ['no name of the device', { environment: gpu }, 'name its device'],
  ])('is refused with %s', (_, change, words) => {
    expect(recordingFaults(OPENING, { ...recorded, ...change }).join()).toContain(words);
  });
});
