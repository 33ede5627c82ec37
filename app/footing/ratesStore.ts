/** @file The sweep of learning rates that is under way or was the latest: it goes on while its dialog is closed. */
import { create } from 'zustand';
import type { Experiment } from '../../src/experiment/experiment';
import { parseExperiment } from '../../src/experiment/experimentJson';
import type { RatesAsked } from '../../src/footing/rates/rateSweep';
import type { TunedRates } from '../../src/footing/rates/tuned';
import { useLab } from '../store/lab';
import { readSession, writeSession } from '../store/storage/preferences';
import { driveRates } from './driveRates';

export interface RatesState {
  readonly tuned: TunedRates | null;
  readonly isTuning: boolean;
  readonly isCancelled: boolean;
  /** Why the latest sweep could not go on; null if it could. */
  readonly problem: string | null;
}

export const useRates = create<RatesState>(() => ({
  tuned: null,
  isTuning: false,
  isCancelled: false,
  problem: null,
}));

/** Sweeps to the end. What goes wrong is told by the store's `problem`. */
export async function startRates(asked: RatesAsked): Promise<void> {
  writeSession(KEPT, JSON.stringify(useLab.getState().experiment));
  useRates.setState({ tuned: null, isTuning: true, isCancelled: false, problem: null });
  try {
    const tuned = await driveRates(asked, {
      show: (so) => useRates.setState({ tuned: so }),
      isCancelled: () => useRates.getState().isCancelled,
    });
    useRates.setState({ tuned });
  } catch (error) {
    useRates.setState({ problem: (error as Error).message });
  } finally {
    forgetKept();
    useRates.setState({ isTuning: false });
  }
}

/** Ends the sweep at the next step; what has run is kept. */
export function stopRates(): void {
  useRates.setState({ isCancelled: true });
  useLab.getState().cancelRun();
}

const KEPT = 'rates';

export const forgetKept = (): void => writeSession(KEPT, '');

/**
 * The experiment whose rates were being tuned when the page was closed or loaded again: the address has that of the sweep.
 * @returns null if there is none, or it cannot be read
 */
export function keptExperiment(): Experiment | null {
  try {
    return parseExperiment(readSession(KEPT) ?? '');
  } catch {
    return null;
  }
}
