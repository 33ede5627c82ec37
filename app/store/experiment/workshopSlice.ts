/**
 * @file What an address says beside its experiment: the workshop and its use on this device, shared results, the projector's
 * view, and how many seeds train together.
 */
import type { StateCreator } from 'zustand';
import { describeError } from '../../../src/base/errors';
import { haveSameTrials, type Experiment } from '../../../src/experiment/experiment';
import type { Together } from '../../../src/experiment/together';
import type { SharedPrediction } from '../../../src/results/prediction';
import type { TrialRecord } from '../../../src/results/results';
import { isPrediction, type Prediction } from '../../../src/lessons/prediction';
import type { PageAddress } from '../../../src/address/pageAddress';
import { budgetRefusal } from '../../../src/workshop/budget';
import type { Workshop } from '../../../src/workshop/workshop';
import { workshopId } from '../../../src/address/workshopId';
import { readKept, trialsUsed, writeKept } from './onDevice';
import { rankingTask } from './rankingTask';
import type { NoticesSlice } from './noticesSlice';
import type { ExperimentSlice } from './experimentSlice';

/** Results that came with the address. They are shown with just this experiment, and never stored. */
export interface SharedView {
  readonly experiment: Experiment;
  /** The results as the address holds them. */
  readonly text: string;
  /** The name of the person who hands them in; null if there is none, or while the link is not read. */
  readonly by: string | null;
  /** What that person expected before the run, if the link says. */
  readonly prediction?: SharedPrediction | null;
  /** The trials; null while they are being read. */
  readonly trials: readonly TrialRecord[] | null;
}

export interface OpenWorkshop extends Workshop {
  readonly id: string;
}

export interface WorkshopSlice {
  readonly workshop: OpenWorkshop | null;
  /** Trials of the open workshop that were finished on this device. */
  readonly workshopUsed: number;
  readonly workshopPrediction: Prediction | null;
  readonly shared: SharedView | null;
  readonly projector: boolean;
  /** How many trials that differ in the seed alone the next run trains in one pass. */
  readonly together: Together;
  /** Takes over what the address says besides its experiment, which is already loaded. */
  readonly openAddress: (
    address: Pick<PageAddress, 'workshop' | 'projector' | 'together' | 'results'>,
  ) => void;
  /** Trials that the workshop's budget leaves; null if there is no budget. */
  readonly budgetLeft: () => number | null;
  /** Why so many trials cannot be run now; null if they can. */
  readonly budgetProblem: (trials: number) => { readonly message: string; readonly remedy: string } | null;
  /** Counts a finished trial. @param id the id of the workshop in which it was begun */
  readonly countWorkshopTrial: (id: string) => void;
  /** @param prediction null takes the present one back */
  readonly enterWorkshopPrediction: (prediction: Prediction | null) => void;
  /** Puts shared results away: the experiment stays, to be run here. */
  readonly leaveShared: () => void;
  readonly setProjector: (on: boolean) => void;
  readonly setTogether: (together: Together) => void;
}

export const createWorkshopSlice: StateCreator<
  WorkshopSlice & NoticesSlice & ExperimentSlice,
  [],
  [],
  WorkshopSlice
> = (set, get) => {
  /** Loaded only if an address holds results. */
  const read = async (text: string, experiment: Experiment): Promise<void> => {
    const current = (): boolean => {
      const { shared } = get();
      return shared?.text === text && haveSameTrials(shared.experiment, experiment);
    };
    try {
      const { unpackResults } = await import('../../../src/address/sharedResults');
      const { by, prediction, trials } = unpackResults(text, experiment);
      if (current()) set({ shared: { experiment, text, by, trials, ...(prediction && { prediction }) } });
    } catch (error) {
      if (!current()) return;
      const { message, remedy } = describeError(error);
      set({ shared: null });
      const problem = `results: ${message.replace(/\.$/, '')}; none are shown. ${remedy}`;
      get().setUrlProblems([...get().urlProblems, problem]);
    }
  };

  return {
    workshop: null,
    workshopUsed: 0,
    workshopPrediction: null,
    shared: null,
    projector: false,
    together: 'auto',

    openAddress({ workshop, projector, together, results }) {
      const { experiment } = get();
      const id = workshop && workshopId(workshop);
      set({
        workshop: workshop && id !== null ? { ...workshop, id } : null,
        workshopUsed: id === null ? 0 : trialsUsed(id),
        workshopPrediction: id === null ? null : parsedPrediction(readKept(id, 'prediction')),
        projector,
        together,
        shared: results === null ? null : unread(experiment, results),
      });
      if (results !== null) void read(results, experiment);
    },

    budgetLeft: () => budgetLeft(get()),

    budgetProblem: (trials) => budgetProblem(get(), trials),

    countWorkshopTrial(id) {
      const used = trialsUsed(id) + 1;
      writeKept(id, 'used', String(used));
      if (get().workshop?.id === id) set({ workshopUsed: used });
    },

    enterWorkshopPrediction(prediction) {
      const { workshop } = get();
      if (!workshop) return;
      writeKept(workshop.id, 'prediction', prediction ? JSON.stringify(prediction) : '');
      set({ workshopPrediction: prediction });
    },

    leaveShared: () => set({ shared: null, lastEdit: { key: 'leave-shared', at: Date.now() } }),

    setProjector: (projector) => set({ projector, lastEdit: { key: 'projector', at: Date.now() } }),
    setTogether: (together) => set({ together, lastEdit: { key: 'together', at: Date.now() } }),
  };
};

function budgetProblem(
  slice: Pick<WorkshopSlice, 'workshop' | 'workshopUsed'> & Pick<ExperimentSlice, 'experiment'>,
  trials: number,
): ReturnType<WorkshopSlice['budgetProblem']> {
  const { workshop, experiment } = slice;
  const left = budgetLeft(slice);
  if (!workshop || workshop.budget === null || left === null) return null;
  const used = workshop.budget - left;
  const plan = { scenarios: experiment.scenarios.length, seeds: experiment.trials };
  return budgetRefusal({ budget: workshop.budget, used }, trials, plan);
}

function budgetLeft({
  workshop,
  workshopUsed,
}: Pick<WorkshopSlice, 'workshop' | 'workshopUsed'>): number | null {
  if (!workshop || workshop.budget === null) return null;
  // Another tab of this workshop may have used some in the meantime.
  return Math.max(0, workshop.budget - Math.max(workshopUsed, trialsUsed(workshop.id)));
}

/** Results of a link that is not read yet. */
const unread = (experiment: Experiment, text: string): SharedView => ({
  ...{ experiment, text },
  ...{ by: null, trials: null },
});

/** The stored prediction; whether its order is one of the present scenarios is checked when it is used. */
function parsedPrediction(text: string | null): Prediction | null {
  try {
    const value: unknown = text ? JSON.parse(text) : null;
    const order = (value as { order?: unknown } | null)?.order;
    const names = Array.isArray(order) ? order.filter((name) => typeof name === 'string') : [];
    return isPrediction(value, rankingTask(names, null)) ? value : null;
  } catch {
    return null;
  }
}
