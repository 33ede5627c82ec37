/** @file Scores of modules: which are shown, computing them, and those that the browser keeps. */
import type { StateCreator } from 'zustand';
import { LabError } from '../../../src/base/errors';
import type { Experiment, LoraScenario } from '../../../src/experiment/experiment';
import type { ModuleScores, Scored } from '../../../src/scores/moduleScores';
import {
  DEFAULT_BATCHES,
  DEFAULT_STEPS,
  isOfTrained,
  overBatches,
  type ScoreKind,
  type ScoreRequest,
} from '../../../src/scores/scoreRequest';
import type { BackendName } from '../../../src/results/results';
import type { ScoreOf } from '../../../workers/client';
import type { ScorePhase } from '../../../workers/protocol';
import type { ExperimentSlice } from '../experiment/experimentSlice';
import type { EnvironmentSlice } from '../sources/environmentSlice';
import { hubIds } from '../sources/hubIds';
import type { Origins } from '../sources/provenance';
import type { SourcesSlice } from '../sources/sourcesSlice';
import { readPreference, writePreference } from '../storage/preferences';
import { trainer } from '../worker/trainer';
import { scoredTrials, type TrialsScored } from './scoredTrials';
import { readScores, scoreKey, trainedScoreKey, withScores, writeScores, type ScoresByKey } from './scoreKey';
import type { TrainedSlice, UsableTrial } from './trainedSlice';

export interface Scoring {
  readonly phase: ScorePhase;
  readonly done: number;
  readonly total: number;
  /** What a score that grows while a model trains says by now. */
  readonly soFar?: ModuleScores;
}

export interface ScoresSlice {
  /** The scores that the grid shows; null for none. */
  readonly score: ScoreRequest | null;
  readonly scores: ScoresByKey;
  /** The number of batches for each seed that was asked for last, whatever the kind. */
  readonly scoreBatches: number;
  /** The number of steps that was asked for last. */
  readonly scoreSteps: number;
  /** How far the computation is; null while there is none. */
  readonly scoring: Scoring | null;
  /** Why the last computation did not come about; null if it did, or was cancelled. */
  readonly scoreProblem: string | null;
  /** A scenario of ranks made from scores, shown on the grid before it is one of the experiment's; null for none. */
  readonly previewed: LoraScenario | null;
  readonly preview: (scenario: LoraScenario | null) => void;
  /** Takes over what the address says. */
  readonly openScore: (score: ScoreRequest | null) => void;
  readonly chooseScore: (score: ScoreRequest | null) => void;
  /** Chooses a kind, over as many batches or steps as were asked for last; null for none. */
  readonly chooseScoreKind: (kind: ScoreKind | null) => void;
  /**
   * Computes the scores of the experiment's model on its data, or of the open scenario's trained trials, and keeps them.
   * One computation goes on at a time.
   * @param backend null for the best that this browser has; the chosen one if left out
   * @returns null if it was cancelled
   * @throws LabError if they cannot be computed
   */
  readonly computeScores: (request: ScoreRequest, backend?: BackendName | null) => Promise<Scored | null>;
  readonly cancelScores: () => void;
  /** Stops the computation for a run, and says so in `scoreProblem`. */
  readonly stopScoresForRun: () => void;
}

const PREFERENCE = 'scores';
const GB = 1e9;

interface MemoryAllowed {
  /** GB of the device that a person allows to use; null for no limit. */
  readonly memoryLimit: number | null;
}

/** The device does one thing at a time, and a run comes first. */
const STOPPED_BY_RUN =
  'A run took the device, so that the scores were not computed to the end. Score the modules again when it has ended.';

type Needed = ScoresSlice &
  TrialsScored &
  Pick<TrainedSlice, 'giveTrained'> &
  Pick<ExperimentSlice, 'lastEdit'> &
  Pick<EnvironmentSlice, 'backendChoice'> &
  MemoryAllowed &
  Pick<SourcesSlice, 'allowHub'>;

/**
 * Asks the worker for scores.
 * @returns the id by which that is cancelled, and the answer, null if it was cancelled
 */
function ask(
  asked: ScoreOf,
  onProgress: (scoring: Partial<Scoring>) => void,
): { readonly id: string; readonly answer: Promise<Scored | null> } {
  let id = '';
  const answer = new Promise<Scored | null>((resolve, reject) => {
    id = trainer().score(asked, (event) => {
      if (event.type === 'scoreProgress') {
        const { phase, done, total } = event;
        onProgress({ phase, done, total });
      }
      if (event.type === 'scoresSoFar') onProgress({ soFar: event.modules });
      if (event.type === 'scored') resolve(event.scores);
      if (event.type === 'runDone') resolve(null);
      if (event.type !== 'refused' && event.type !== 'failed') return;
      reject(new LabError(event.message, event.remedy));
    });
  });
  return { id, answer };
}

const allowedBytes = ({ memoryLimit }: MemoryAllowed): number | null =>
  memoryLimit === null ? null : memoryLimit * GB;

const told = ({ scoring }: Pick<ScoresSlice, 'scoring'>, change: Partial<Scoring>) => ({
  scoring: scoring && { ...scoring, ...change },
});

export const createScoresSlice: StateCreator<Needed, [], [], ScoresSlice> = (set, get) => {
  let running: string | null = null;
  let isForRun = false;
  const stop = (forRun: boolean): void => {
    isForRun = forRun;
    if (running !== null) trainer().cancel(running);
  };

  return {
    score: null,
    scores: readScores(readPreference(PREFERENCE)),
    scoreBatches: DEFAULT_BATCHES,
    scoreSteps: DEFAULT_STEPS,
    scoring: null,
    scoreProblem: null,
    previewed: null,

    preview: (previewed) => set({ previewed }),
    openScore: (score) => set({ score, scoreProblem: null, ...amountOf(score) }),
    chooseScore(score) {
      // Nobody could see or cancel what goes on for scores that are not shown.
      if (score?.kind !== get().score?.kind) get().cancelScores();
      set({
        ...{ score, scoreProblem: null, lastEdit: { key: 'score', at: Date.now() } },
        ...amountOf(score),
      });
    },
    chooseScoreKind: (kind) => get().chooseScore(kind && requestOf(kind, get())),

    async computeScores(request, backend = get().backendChoice) {
      if (get().scoring)
        throw new LabError('Scores are being computed.', 'Cancel that, or wait for it to end.');
      const { experiment } = get();
      if (hubIds(experiment).length > 0) get().allowHub();
      set({ scoring: { phase: 'loading', done: 0, total: 0 }, scoreProblem: null });
      try {
        const trained = isOfTrained(request) ? scoredTrials(get()) : [];
        await get().giveTrained(trained);
        const trials = trained.map(({ id }) => id);
        const { sources } = get();
        const of = { experiment, request, trials, limitBytes: allowedBytes(get()), backend, sources };
        const asked = ask(of, (change) => set((lab) => told(lab, change)));
        running = asked.id;
        isForRun = false;
        const scores = await asked.answer;
        if (scores) {
          // The commit of a hub's model may be known only now.
          const key = keyOf(experiment, request, trained, get());
          set((lab) => ({ scores: withScores(lab.scores, key, scores) }));
          writePreference(PREFERENCE, writeScores(get().scores));
        } else if (isForRun) set({ scoreProblem: STOPPED_BY_RUN });
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

    cancelScores: () => stop(false),
    stopScoresForRun: () => stop(true),
  };
};

/** The request for a kind of score. */
export function requestOf(kind: ScoreKind, { scoreBatches, scoreSteps }: Amounts): ScoreRequest {
  if (kind === 'knockout') return { kind };
  return kind === 'adalora' ? { kind, steps: scoreSteps } : overBatches(kind, scoreBatches);
}

type Amounts = Pick<ScoresSlice, 'scoreBatches' | 'scoreSteps'>;

function amountOf(score: ScoreRequest | null): Partial<Amounts> {
  if (!score || score.kind === 'knockout') return {};
  return score.kind === 'adalora' ? { scoreSteps: score.steps } : { scoreBatches: score.batches };
}

function keyOf(
  experiment: Experiment,
  request: ScoreRequest,
  trained: readonly UsableTrial[],
  origins: Origins,
): string {
  if (!isOfTrained(request)) return scoreKey(experiment, request, origins);
  return trainedScoreKey(
    request,
    trained.map(({ id }) => id),
  );
}

export type ScoresShown = Pick<ScoresSlice, 'score' | 'scores'> & Amounts & TrialsScored;

type Keyed = Pick<TrialsScored, 'experiment' | 'sources' | 'commits' | 'selectedId' | 'records' | 'usable'> &
  Amounts;

/** The latest keys by kind, because the page asks for them at every change of its store, and writing keys is slow. */
let latest: (Keyed & { readonly keys: Map<string, string> }) | null = null;

/** The key under which the scores of the open scenario, or of its experiment, are kept. */
export function keyFor(request: ScoreRequest, lab: Keyed): string {
  const { experiment, sources, commits, selectedId, records, usable, scoreBatches, scoreSteps } = lab;
  const isLatest =
    latest?.experiment === experiment &&
    latest.sources === sources &&
    latest.commits === commits &&
    latest.selectedId === selectedId &&
    latest.records === records &&
    latest.usable === usable &&
    latest.scoreBatches === scoreBatches &&
    latest.scoreSteps === scoreSteps;
  if (!latest || !isLatest)
    latest = {
      ...{ experiment, sources, commits, selectedId, records, usable, scoreBatches, scoreSteps },
      keys: new Map(),
    };
  const known = latest.keys.get(request.kind);
  if (known !== undefined) return known;
  const key = keyOf(experiment, request, isOfTrained(request) ? scoredTrials(lab) : [], lab);
  latest.keys.set(request.kind, key);
  return key;
}

/** The scores that the grid shows; null if none are chosen, or they are not computed yet. */
export function shownScores(lab: ScoresShown): Scored | null {
  return lab.score && (lab.scores[keyFor(lab.score, lab)] ?? null);
}

/** What the grid draws: while a model trains for a score, what that says by now; otherwise the scores that are shown. */
export function drawnScores(lab: ScoresShown & Pick<ScoresSlice, 'scoring'>): ModuleScores | null {
  const live = lab.score?.kind === 'adalora' ? lab.scoring?.soFar : undefined;
  return live ?? shownScores(lab)?.modules ?? null;
}
