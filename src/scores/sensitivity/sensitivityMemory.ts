/** @file What AdaLoRA's score takes on the device: what training all modules takes, and two buffers more. */
import { LabError } from '../../base/errors';
import { planMemory, type MemoryQuestion } from '../../train/memory';
import { scoredScenario } from '../gradientScore';

type Question = Omit<MemoryQuestion, 'scenario'>;

export interface SensitivityMemory {
  /** The most bytes on the device at once. */
  readonly peakBytes: number;
  /** Bytes of the smoothed sensitivity and of its uncertainty, which the peak holds. */
  readonly sensitivity: number;
  readonly uncertainty: number;
}

/** What the training takes on the device, from a plan; null if the op set does not plan. */
export function planSensitivity(question: Question): SensitivityMemory | null {
  const planned = planMemory({ ...question, scenario: scoredScenario(question.config.layers) });
  if (!planned) return null;
  const bytes = Float32Array.BYTES_PER_ELEMENT * planned.layout.length;
  return { peakBytes: planned.peakBytes + 2 * bytes, sensitivity: bytes, uncertainty: bytes };
}

const MEGABYTE = 1e6;
const inMegabytes = (bytes: number): string => `${Math.ceil(bytes / MEGABYTE)} MB`;

/**
 * @param limitBytes the most that a person allows; null for no limit
 * @throws LabError if the training would take more
 */
export function requireRoom(question: Question, limitBytes: number | null): void {
  if (limitBytes === null) return;
  const planned = planSensitivity(question);
  if (!planned || planned.peakBytes <= limitBytes) return;
  const { peakBytes, sensitivity, uncertainty } = planned;
  throw new LabError(
    `Training all modules for AdaLoRA’s score takes ${inMegabytes(peakBytes)}, with ${inMegabytes(sensitivity + uncertainty)} ` +
      `for smoothed sensitivity and uncertainty, and ${inMegabytes(limitBytes)} are allowed.`,
    'Choose a smaller batch, or allow more memory.',
  );
}
