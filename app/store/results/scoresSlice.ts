/** @file Scores of modules: which are shown, computing them, and those that the browser keeps. */
import type { StateCreator } from 'zustand';
import { LabError } from '../../../src/base/errors';
import type { Experiment } from '../../../src/experiment/experiment';
import type { ModuleScores } from '../../../src/scores/moduleScores';
import type { ScoreRequest } from '../../../src/scores/scoreRequest';
import type { BackendName } from '../../../src/results/results';
import type { Event, ScorePhase } from '../../../workers/protocol';
import type { ExperimentSlice } from '../experiment/experimentSlice';
import type { EnvironmentSlice } from '../sources/environmentSlice';
import { hubIds } from '../sources/hubIds';
import type { Origins } from '../sources/provenance';
import type { SourcesSlice } from '../sources/sourcesSlice';
import { readPreference, writePreference } from '../storage/preferences';
import { trainer } from '../worker/trainer';
import { readScores, scoreKey, withScores, writeScores, type ScoresByKey } from './scoreKey';

export interface Scoring {
  readonly phase: ScorePhase;
  readonly done: number;
  readonly total: number;
}

export interface ScoresSlice {
  /** The scores that the grid shows; null for none. */
  readonly score: ScoreRequest | null;
  readonly scores: ScoresByKey;
  /** How far the computation is; null while there is none. */
  readonly scoring: Scoring | null;
  /** Why the last computation did not come about; null if it did, or was cancelled. */
  readonly scoreProblem: string | null;
  /** Takes over what the address says. */
  readonly openScore: (score: ScoreRequest | null) => void;
  readonly chooseScore: (score: ScoreRequest | null) => void;
  /**
   * Computes the scores of the experiment's model on its data, and keeps them. One computation goes on at a time.
   * @param backend null for the best that this browser has; the chosen one if left out
   * @returns null if it was cancelled
   * @throws LabError if they cannot be computed
   */
  readonly computeScores: (
    request: ScoreRequest,
    backend?: BackendName | null,
  ) => Promise<ModuleScores | null>;
  readonly cancelScores: () => void;
}

const PREFERENCE = 'scores';

type Needed = ScoresSlice &
  Pick<ExperimentSlice, 'experiment' | 'lastEdit'> &
  Pick<EnvironmentSlice, 'backendChoice'> &
  Pick<SourcesSlice, 'allowHub'> &
  Origins;

export const createScoresSlice: StateCreator<Needed, [], [], ScoresSlice> = (set, get) => {
  let running: string | null = null;

  const ask = (experiment: Experiment, request: ScoreRequest, backend: BackendName | null) =>
    new Promise<ModuleScores | null>((resolve, reject) => {
      const { sources } = get();
      const onEvent = (event: Event): void => {
        if (event.type === 'scoreProgress') {
          const { phase, done, total } = event;
          set({ scoring: { phase, done, total } });
        }
        if (event.type === 'scored') resolve(event.scores);
        if (event.type === 'runDone') resolve(null);
        if (event.type !== 'refused' && event.type !== 'failed') return;
        reject(new LabError(event.message, event.remedy));
      };
      running = trainer().score({ experiment, request, backend, sources }, onEvent);
    });

  return {
    score: null,
    scores: readScores(readPreference(PREFERENCE)),
    scoring: null,
    scoreProblem: null,

    openScore: (score) => set({ score, scoreProblem: null }),
    chooseScore(score) {
      // Nobody could see or cancel what goes on for scores that are not shown.
      if (score === null) get().cancelScores();
      set({ score, scoreProblem: null, lastEdit: { key: 'score', at: Date.now() } });
    },

    async computeScores(request, backend = get().backendChoice) {
      if (get().scoring)
        throw new LabError('Scores are being computed.', 'Cancel that, or wait for it to end.');
      const { experiment } = get();
      if (hubIds(experiment).length > 0) get().allowHub();
      set({ scoring: { phase: 'loading', done: 0, total: 0 }, scoreProblem: null });
      try {
        const scores = await ask(experiment, request, backend);
        if (scores) {
          // The commit of a hub's model may be known only now.
          const key = scoreKey(experiment, request, get());
          set((lab) => ({ scores: withScores(lab.scores, key, scores) }));
          writePreference(PREFERENCE, writeScores(get().scores));
        }
        return scores;
      } catch (error) {
        const { message, remedy } = error as LabError;
        set({ scoreProblem: `${message} ${remedy}` });
        throw error;
      } finally {
        running = null;
        set({ scoring: null });
      }
    },

    cancelScores() {
      if (running !== null) trainer().cancel(running);
    },
  };
};

type Shown = Pick<ScoresSlice, 'score' | 'scores'> & Pick<ExperimentSlice, 'experiment'> & Origins;

/** The latest key, because the page asks for it at every change of its store, and writing keys is slow. */
let latest: (Omit<Shown, 'scores'> & { readonly key: string }) | null = null;

/** The scores that the grid shows; null if none are chosen, or they are not computed yet. */
export function shownScores({ score, scores, experiment, sources, commits }: Shown): ModuleScores | null {
  if (!score) return null;
  const isLatest =
    latest?.score === score &&
    latest.experiment === experiment &&
    latest.sources === sources &&
    latest.commits === commits;
  if (!latest || !isLatest)
    latest = {
      ...{ score, experiment, sources, commits },
      key: scoreKey(experiment, score, { sources, commits }),
    };
  return scores[latest.key] ?? null;
}
