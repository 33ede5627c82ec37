/** @file What the page knows of a run, and how the trainer's events change it. */
import type { Experiment, TrialSpec } from '../../src/experiment/experiment';
import type { Evaluation, TrialStatus } from '../../src/experiment/results';
import type { SourceSettings } from '../../src/sources/sourceSettings';
import type { DataReading, Event, Phase } from '../../workers/protocol';

export interface FinishedTrial {
  readonly trial: number;
  readonly status: TrialStatus;
  readonly seconds: number;
}

/** The trial that is training now. Times in milliseconds since the epoch. */
export interface LiveTrial {
  readonly trial: number;
  readonly losses: readonly number[];
  readonly evaluations: readonly Evaluation[];
  readonly totalSteps: number;
  /** When the first losses arrived, and how many there were: what came before was warming up. */
  readonly firstAt: number;
  readonly firstSteps: number;
  readonly lastAt: number;
}

export interface RunState {
  readonly status: 'idle' | 'running' | 'cancelling';
  readonly runId: string | null;
  readonly experiment: Experiment | null;
  /** As they were when it began. */
  readonly sources: SourceSettings | null;
  readonly trials: readonly TrialSpec[];
  readonly startedAt: number;
  readonly phase: Phase | null;
  readonly trial: number | null;
  readonly done: number;
  readonly total: number;
  readonly live: LiveTrial | null;
  readonly finished: readonly FinishedTrial[];
  /** Where loading was when it began, to judge its pace by; null while nothing is loaded. */
  readonly loadingFrom: { readonly done: number; readonly at: number } | null;
  /** What the trainer told the person beside its progress. */
  readonly notices: readonly string[];
  /** What was read of the data set; null until it has been. */
  readonly reading: DataReading | null;
  readonly outcome: 'finished' | 'cancelled' | 'failed' | null;
  readonly error: { readonly message: string; readonly remedy: string } | null;
}

export const IDLE_RUN: RunState = {
  status: 'idle',
  runId: null,
  experiment: null,
  sources: null,
  trials: [],
  startedAt: 0,
  phase: null,
  trial: null,
  done: 0,
  total: 0,
  live: null,
  finished: [],
  loadingFrom: null,
  notices: [],
  reading: null,
  outcome: null,
  error: null,
};

/** An event with the time of its arrival. */
export interface Arrival {
  readonly event: Event;
  readonly at: number;
}

export function applyEvent(run: RunState, { event, at }: Arrival): RunState {
  if (event.runId !== run.runId) return run;
  switch (event.type) {
    case 'dataRead':
      return { ...run, reading: event.reading };
    case 'progress':
      return {
        ...run,
        phase: event.phase,
        trial: event.trial,
        done: event.done,
        total: event.total,
        loadingFrom: event.phase === 'loading' ? (run.loadingFrom ?? { done: event.done, at }) : null,
      };
    case 'notice':
      return run.notices.includes(event.message) ? run : { ...run, notices: [...run.notices, event.message] };
    case 'steps':
      return { ...run, trial: event.trial, live: withLosses(run.live, event, at) };
    case 'evaluation':
      return { ...run, live: withEvaluation(run.live, event) };
    case 'trialDone': {
      const { status, seconds } = event.record;
      return { ...run, live: null, finished: [...run.finished, { trial: event.trial, status, seconds }] };
    }
    case 'runDone':
      return { ...run, status: 'idle', phase: null, trial: null, live: null, outcome: event.outcome };
    case 'failed': {
      const { message, remedy } = event;
      const error = { message, remedy };
      return { ...run, status: 'idle', phase: null, trial: null, live: null, outcome: 'failed', error };
    }
    case 'foreseen': // these are not of a run
    case 'modelDescribed':
    case 'cacheListed':
    case 'dataInspected':
    case 'predicted':
    case 'examined':
    case 'exported':
    case 'adapter':
    case 'refused':
    case 'trained':
    case 'environment':
    case 'dataNotes': // kept beside the run, in DataNotesSlice
      return run;
  }
}

function withLosses(
  live: LiveTrial | null,
  event: Extract<Event, { readonly type: 'steps' }>,
  at: number,
): LiveTrial {
  const same = live?.trial === event.trial ? live : null;
  const losses = same ? [...same.losses] : [];
  for (const { step, loss } of event.losses) losses[step] = loss;
  return {
    trial: event.trial,
    losses,
    evaluations: same?.evaluations ?? [],
    totalSteps: event.totalSteps,
    firstAt: same?.firstAt ?? at,
    firstSteps: same?.firstSteps ?? losses.length,
    lastAt: at,
  };
}

/** What is measured comes after the losses of its steps; a trial that only evaluates has none, and no curve. */
function withEvaluation(
  live: LiveTrial | null,
  { trial, evaluation }: Extract<Event, { readonly type: 'evaluation' }>,
): LiveTrial | null {
  return live?.trial === trial ? { ...live, evaluations: [...live.evaluations, evaluation] } : live;
}
