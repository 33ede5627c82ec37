/** @file How fast this device trained, kept in the browser, so that the next experiment's time is known ahead. */
import type { StateCreator } from 'zustand';
import type { Experiment } from '../../../src/experiment/experiment';
import type { TrialRecord } from '../../../src/results/results';
import { speedKey, type KnownSpeeds, type Speeds } from './expected';
import { readPreference, writePreference } from '../storage/preferences';

export interface SpeedSlice {
  readonly speeds: KnownSpeeds;
  /** @param of the experiment of the trial */
  readonly noteSpeed: (of: Pick<Experiment, 'model' | 'training'>, record: TrialRecord) => void;
}

/** The device is hardly warm after fewer steps. */
const STEPS_TO_JUDGE_BY = 10;
const METHODS = ['lora', 'classifier', 'full'] as const;
const PREFERENCE = 'speeds';

/** The stored speeds that make sense; anything else is dropped. */
export function storedSpeeds(text: string | null): KnownSpeeds {
  let stored: unknown;
  try {
    stored = text === null ? null : JSON.parse(text);
  } catch {
    return {};
  }
  if (typeof stored !== 'object' || stored === null) return {};
  return Object.fromEntries(
    Object.entries(stored).flatMap(([key, speeds]: [string, unknown]) =>
      typeof speeds === 'object' && speeds !== null ? [[key, sound(speeds)] as const] : [],
    ),
  );
}

function sound(speeds: object): Speeds {
  const known = speeds as Record<string, unknown>;
  return Object.fromEntries(
    METHODS.flatMap((method) => {
      const speed = known[method];
      return typeof speed === 'number' && speed > 0 && Number.isFinite(speed) ? [[method, speed]] : [];
    }),
  );
}

export const createSpeedSlice: StateCreator<SpeedSlice, [], [], SpeedSlice> = (set, get) => ({
  speeds: storedSpeeds(readPreference(PREFERENCE)),

  noteSpeed({ model, training }, { scenario, samplesPerSecond, steps, environment }) {
    if (samplesPerSecond === null || steps < STEPS_TO_JUDGE_BY) return;
    const key = speedKey(model, environment, training.precision);
    const { speeds } = get();
    const next = { ...speeds, [key]: { ...speeds[key], [scenario.method]: samplesPerSecond } };
    writePreference(PREFERENCE, JSON.stringify(next));
    set({ speeds: next });
  },
});
