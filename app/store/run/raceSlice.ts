/** @file The race under way, or the latest one: what it found so far. What drives it is loaded when one starts. */
import type { StateCreator } from 'zustand';
import type { Experiment } from '../../../src/experiment/experiment';
import type { RaceReport } from '../../../src/race/report';

export interface RaceSlice {
  /** Null before the first race of this visit, and until its candidates are known. */
  readonly race: RaceReport | null;
  /** The experiment that the latest race began from; null before the first one. */
  readonly raceOn: Experiment | null;
  /** When the latest race began, in milliseconds; 0 before the first one. */
  readonly raceBegan: number;
  readonly isRacing: boolean;
  /** Whether the race under way is to stop as soon as it can. */
  readonly raceCancelled: boolean;
  /** Why the latest race could not go on; null if it could. */
  readonly raceProblem: string | null;
  readonly showRace: (change: Partial<Pick<RaceSlice, 'race' | 'isRacing' | 'raceProblem'>>) => void;
  readonly beginRace: (on: Experiment) => void;
  /** Stops the race; what it has found stays. The run under way is cancelled by whoever calls this. */
  readonly cancelRace: () => void;
}

export const createRaceSlice: StateCreator<RaceSlice, [], [], RaceSlice> = (set) => ({
  race: null,
  raceOn: null,
  raceBegan: 0,
  isRacing: false,
  raceCancelled: false,
  raceProblem: null,
  showRace: (change) => set(change),
  beginRace: (raceOn) =>
    set({
      ...{ race: null, raceOn, raceBegan: Date.now() },
      ...{ isRacing: true, raceCancelled: false, raceProblem: null },
    }),
  cancelRace: () => set({ raceCancelled: true }),
});
