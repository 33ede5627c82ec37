/** @file What the page knows of a run, and how the trainer's events change it. */
import type { Experiment, TrialSpec } from '../../../src/experiment/experiment';
import type { Environment, Evaluation, TrialStatus } from '../../../src/results/results';
import type { SourceSettings } from '../../../src/sources/sourceSettings';
import type { DoesNotFit } from '../../../workers/client';
import type { DataReading, Event, Phase } from '../../../workers/protocol';
import { formatDoNotFit } from './doNotFit';
import type { KnownSpeeds } from '../timing/expected';
import {
  beginTiming,
  timeEvaluation,
  timeRestored,
  timeSteps,
  type TrialTiming,
} from '../timing/trialTiming';
import { changeClock, startClock, workAt, type WorkClock } from '../timing/workClock';

export interface FinishedTrial {
  readonly trial: number;
  readonly status: TrialStatus;
  /** When it ended, as the timing's other times. */
  readonly ended: number;
  readonly timing: TrialTiming;
}

/** The trial that is training now. */
export interface LiveTrial {
  readonly trial: number;
  readonly losses: readonly number[];
  readonly evaluations: readonly Evaluation[];
  readonly totalSteps: number;
}

/**
 * `all` starts every trial anew that the page shows as finished or broken off, and runs the others; `missing` keeps those
 * that are finished. What another tab has finished, and this page has not shown yet, is kept in either case.
 */
export type WhichTrials = 'all' | 'missing';

export interface RunState {
  /** `pausing`: asked to pause, and not yet standing still. */
  readonly status: 'idle' | 'running' | 'pausing' | 'paused' | 'cancelling';
  readonly runId: string | null;
  /** Which trials were asked for, so that a run that was refused can be asked for again as it was. */
  readonly which: WhichTrials;
  readonly experiment: Experiment | null;
  /** As they were when it began. */
  readonly sources: SourceSettings | null;
  readonly trials: readonly TrialSpec[];
  readonly startedAt: number;
  readonly clock: WorkClock;
  /** How fast devices were when it began, and which one computes; null until that is known. */
  readonly speeds: KnownSpeeds;
  readonly environment: Environment | null;
  readonly phase: Phase | null;
  readonly trial: number | null;
  readonly done: number;
  readonly total: number;
  readonly live: LiveTrial | null;
  /** Of the trial under way; null before the first. */
  readonly timing: TrialTiming | null;
  readonly finished: readonly FinishedTrial[];
  /** Where loading was when it began, to judge its pace by; null while nothing is loaded. */
  readonly loadingFrom: { readonly done: number; readonly at: number } | null;
  /** What the trainer told the person beside its progress. */
  readonly notices: readonly string[];
  /** What was read of the data set; null until it has been. */
  readonly reading: DataReading | null;
  readonly outcome: 'finished' | 'cancelled' | 'failed' | null;
  readonly error: { readonly message: string; readonly remedy: string } | null;
  /** Why nothing has begun, where there is no room on the device. */
  readonly doNotFit: readonly DoesNotFit[];
}

export const IDLE_RUN: RunState = {
  status: 'idle',
  runId: null,
  which: 'missing',
  experiment: null,
  sources: null,
  trials: [],
  startedAt: 0,
  clock: startClock(0, false),
  speeds: {},
  environment: null,
  phase: null,
  trial: null,
  done: 0,
  total: 0,
  live: null,
  timing: null,
  finished: [],
  loadingFrom: null,
  notices: [],
  reading: null,
  outcome: null,
  error: null,
  doNotFit: [],
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
      return { ...run, reading: event.reading, timing: beginTiming(0, workAt(run.clock, at)) };
    case 'environment':
      return { ...run, environment: event.environment };
    case 'paused': {
      const status = run.status === 'pausing' ? 'paused' : run.status;
      return { ...run, status, clock: changeClock(run.clock, { standing: true }, at) };
    }
    case 'resumed': {
      // Asked to pause once more before it had gone on: it will stand still again.
      const status = run.status === 'paused' ? 'pausing' : run.status;
      return { ...run, status, clock: changeClock(run.clock, { standing: false }, at) };
    }
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
      return {
        ...run,
        trial: event.trial,
        live: withLosses(run.live, event),
        timing: timeSteps(timingOf(run, event.trial, at), event, workAt(run.clock, at)),
      };
    case 'evaluation': {
      const timing = timingOf(run, event.trial, at);
      return {
        ...run,
        live: withEvaluation(run.live, event),
        timing: timeEvaluation(timing, event.evaluation.step, workAt(run.clock, at)),
      };
    }
    case 'restored': {
      const { trial, losses, evaluations, totalSteps } = event;
      const timing = timeRestored(timingOf(run, trial, at), event, workAt(run.clock, at));
      return { ...run, trial, live: { trial, losses, evaluations, totalSteps }, timing };
    }
    case 'trialDone': {
      const { trial } = event;
      const ended = workAt(run.clock, at);
      const done = { trial, status: event.record.status, ended, timing: timingOf(run, trial, at) };
      return {
        ...run,
        live: null,
        timing: beginTiming(trial + 1, ended),
        finished: [...run.finished, done],
      };
    }
    case 'runDone':
      return { ...run, status: 'idle', phase: null, trial: null, live: null, outcome: event.outcome };
    case 'failed': {
      const { message, remedy } = event;
      const error = { message, remedy };
      return { ...run, status: 'idle', phase: null, trial: null, live: null, outcome: 'failed', error };
    }
    case 'doNotFit': {
      const error = formatDoNotFit(event.scenarios);
      const ended = { status: 'idle', phase: null, trial: null, live: null, outcome: 'failed' } as const;
      return { ...run, ...ended, error, doNotFit: event.scenarios };
    }
    case 'estimated': // these are not of a run
    case 'modelDescribed':
    case 'cacheListed':
    case 'dataInspected':
    case 'predicted':
    case 'examined':
    case 'exported':
    case 'adapter':
    case 'refused':
    case 'trained':
    case 'checkpoint': // kept beside the run
    case 'lost': // whoever follows the run goes on with another, or makes it `failed`
    case 'workerEnded':
    case 'alive':
    case 'lifeline':
    case 'outOfMemory': // remembered for the device
    case 'dataNotes': // kept beside the run, in DataNotesSlice
      return run;
  }
}

/** What is known of a trial's time; it began now if nothing told of it before. */
function timingOf({ timing, clock }: RunState, trial: number, at: number): TrialTiming {
  return timing?.trial === trial ? timing : beginTiming(trial, workAt(clock, at));
}

function withLosses(live: LiveTrial | null, event: Extract<Event, { readonly type: 'steps' }>): LiveTrial {
  const same = live?.trial === event.trial ? live : null;
  const losses = same ? [...same.losses] : [];
  for (const { step, loss } of event.losses) losses[step] = loss;
  return {
    trial: event.trial,
    losses,
    evaluations: same?.evaluations ?? [],
    totalSteps: event.totalSteps,
  };
}

/** What is measured comes after the losses of its steps; a trial that only evaluates has none, and no curve. */
function withEvaluation(
  live: LiveTrial | null,
  { trial, evaluation }: Extract<Event, { readonly type: 'evaluation' }>,
): LiveTrial | null {
  return live?.trial === trial ? { ...live, evaluations: [...live.evaluations, evaluation] } : live;
}
