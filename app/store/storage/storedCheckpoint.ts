/** @file Reads a stored checkpoint, and its description, as if a stranger had sent them. */
import * as v from 'valibot';
import { amount, atLeast, object, oneOf, readAs, text, time } from '../../../src/base/schema';
import { isObject } from '../../../src/base/storedValues';
import { BACKENDS } from '../../../src/results/results';
import { storedJson } from '../../../src/stored/storedJson';
import { readStoredSnapshot } from '../../../src/stored/storedSnapshot';
import type { TrialCheckpoint } from '../../../workers/client';

/** The description of a checkpoint that the page shows; it is read without the checkpoint itself. */
export interface CheckpointAbout {
  /** Steps done, and steps of the whole trial. */
  readonly step: number;
  readonly totalSteps: number;
  readonly savedAt: string;
}

const WHAT = 'The stored half of a trial';

const AboutSchema = v.pipe(
  object({ step: atLeast(1), totalSteps: atLeast(1), savedAt: time }),
  v.forward(
    v.check(
      ({ step, totalSteps }) => step <= totalSteps,
      ({ input }) => `a whole number from 1 to ${input.totalSteps}`,
    ),
    ['step'],
  ),
);

const CheckpointSchema = object({
  environment: object({ backend: oneOf(BACKENDS), device: text }),
  seconds: amount,
  savedAt: time,
});

/** @throws LabError naming the first thing that is wrong */
export function readStoredAbout(value: unknown): CheckpointAbout {
  return readAs(AboutSchema, storedJson(value, WHAT));
}

/** @throws LabError naming the first thing that is wrong */
export function readStoredCheckpoint(value: unknown): TrialCheckpoint {
  const { snapshot, ...rest } = isObject(value) ? value : {};
  const plain = readAs(CheckpointSchema, storedJson(rest, WHAT));
  return { snapshot: readStoredSnapshot(snapshot), ...plain };
}
