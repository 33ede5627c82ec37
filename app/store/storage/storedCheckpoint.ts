/** @file A stored checkpoint and what is shown of it, read as a stranger's. */
import { readStoredSnapshot } from '../../../src/stored/storedSnapshot';
import { storedPart } from '../../../src/stored/storedPart';
import { isObject } from '../../../src/base/storedValues';
import type { JsonPart } from '../../../src/base/json';
import type { TrialCheckpoint } from '../../../workers/client';

/** What the page shows of a checkpoint, read without its values. */
export interface CheckpointAbout {
  /** Steps done, and of how many. */
  readonly step: number;
  readonly totalSteps: number;
  readonly savedAt: string;
}

const WHAT = 'The stored half of a trial';
const BACKENDS = ['webgpu', 'wasm', 'cpu'] as const;

/** @throws LabError naming the first thing that is wrong */
export function readStoredAbout(value: unknown): CheckpointAbout {
  const part = storedPart(value, WHAT);
  const totalSteps = whole(part.get('totalSteps'), Number.MAX_SAFE_INTEGER);
  return { step: whole(part.get('step'), totalSteps), totalSteps, savedAt: time(part.get('savedAt')) };
}

/** @throws LabError naming the first thing that is wrong */
export function readStoredCheckpoint(value: unknown): TrialCheckpoint {
  const { snapshot, ...plain } = isObject(value) ? value : {};
  const part = storedPart(plain, WHAT);
  const environment = part.get('environment');
  return {
    snapshot: readStoredSnapshot(snapshot),
    environment: {
      backend: environment.get('backend').oneOf(BACKENDS),
      device: environment.get('device').text(),
    },
    seconds: part.get('seconds').number('a number of 0 or more', (seconds) => seconds >= 0),
    savedAt: time(part.get('savedAt')),
  };
}

const whole = (part: JsonPart, most: number): number =>
  part.number(`a whole number from 1 to ${most}`, (n) => Number.isSafeInteger(n) && n >= 1 && n <= most);

function time(part: JsonPart): string {
  const text = part.text();
  if (text.length > 40 || Number.isNaN(Date.parse(text))) throw part.wrong('a time');
  return text;
}
