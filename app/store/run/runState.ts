/** @file What the page knows about a run, and how the trainer's events change it. */
import type { Experiment, TrialSpec } from '../../../src/experiment/experiment';
import type { Together } from '../../../src/experiment/together';
import type { Environment, Evaluation, TrialStatus } from '../../../src/results/results';
import type { SourceSettings } from '../../../src/sources/sourceSettings';
import type { DoesNotFit } from '../../../workers/client';
import type { DataReading, Event, Phase } from '../../../workers/protocol';
import { formatDoNotFit } from './doNotFit';
import type { KnownSpeeds } from '../timing/expected';
import {
  beginTiming,
  isUntouched,
  timeEvaluation,
  timeRestored,
  timeSteps,
  type TrialTiming,
} from '../timing/trialTiming';
import { changeClock, startClock, workAt, type WorkClock } from '../timing/workClock';

export interface FinishedTrial {
  readonly trial: number;
  readonly status: TrialStatus;
  /** When it ended, in milliseconds of work like the timing's other times. */
  readonly ended: number;
  readonly timing: TrialTiming;
}

/** A trial that is training now. */
export interface LiveTrial {
  readonly trial: number;
  readonly losses: readonly number[];
  readonly evaluations: readonly Evaluation[];
  readonly totalSteps: number;
}

/**
 * `all` starts over: it repeats every trial that the page shows as finished or interrupted, and runs the others; `missing`
 * keeps those that are finished. What another tab has finished, and this page has not shown yet, is kept in either case.
 */
export type WhichTrials = 'all' | 'missing';

export interface RunState {
  /** `pausing` means asked to pause, but not paused yet. */
  readonly status: 'idle' | 'running' | 'pausing' | 'paused' | 'cancelling';
  readonly runId: string | null;
  /** Which trials were asked for, so that a run that was refused can be asked for again as it was. */
  readonly which: WhichTrials;
  readonly experiment: Experiment | null;
  /** Where model and data come from, as it was when the run began. */
  readonly sources: SourceSettings | null;
  readonly trials: readonly TrialSpec[];
  /** How many trials that differ in the seed alone train in one pass. */
  readonly together: Together;
  readonly startedAt: number;
  readonly clock: WorkClock;
  /** How fast devices were known to be when the run began. */
  readonly speeds: KnownSpeeds;
  /** The device that computes; null until it is known. */
  readonly environment: Environment | null;
  readonly phase: Phase | null;
  /** The trial under way, or the first one of the company. */
  readonly trial: number | null;
  readonly done: number;
  readonly total: number;
  /** The trials that have begun and not ended: several in a company. */
  readonly live: readonly LiveTrial[];
  /** Times of the trial or company under way, whose trials it names; null before the first. */
  readonly timing: TrialTiming | null;
  readonly finished: readonly FinishedTrial[];
  /** How far loading was when it began, to judge its rate by; null while nothing is loaded. */
  readonly loadingFrom: { readonly done: number; readonly at: number } | null;
  /** What the trainer told the person beside its progress. */
  readonly notices: readonly string[];
  /** What was read from the data set; null until that is known. */
  readonly reading: DataReading | null;
  readonly outcome: 'finished' | 'cancelled' | 'failed' | null;
  readonly error: { readonly message: string; readonly remedy: string } | null;
  /** The scenarios for which there is no room on the device, if the run did not begin because of them. */
  readonly doNotFit: readonly DoesNotFit[];
}

export const IDLE_RUN: RunState = {
  status: 'idle',
  runId: null,
  which: 'missing',
  experiment: null,
  sources: null,
  trials: [],
  together: 'off',
  startedAt: 0,
  clock: startClock(0, false),
  speeds: {},
  environment: null,
  phase: null,
  trial: null,
  done: 0,
  total: 0,
  live: [],
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

/** The run after an event; the run itself where the event is of another run, or nothing of a run's state. */
export function applyEvent(run: RunState, { event, at }: Arrival): RunState {
  if (event.runId !== run.runId) return run;
  switch (event.type) {
    case 'dataRead':
      return { ...run, reading: event.reading, timing: beginTiming([nextTrial(run)], workAt(run.clock, at)) };
    case 'environment':
      return { ...run, environment: event.environment };
    case 'paused':
      return standing(run, true, at);
    case 'resumed':
      return standing(run, false, at);
    case 'progress':
      return withProgress(run, event, at);
    case 'notice':
      return run.notices.includes(event.message) ? run : { ...run, notices: [...run.notices, event.message] };
    case 'company':
      return withCompany(run, event, at);
    case 'steps':
      return withSteps(run, event, at);
    case 'evaluation':
      return withEvaluation(run, event, at);
    case 'restored':
      return withRestored(run, event, at);
    case 'trialDone':
      return withTrialDone(run, event, at);
    case 'runDone':
      return ended(run, event.outcome);
    case 'failed':
      return { ...ended(run, 'failed'), error: { message: event.message, remedy: event.remedy } };
    case 'doNotFit': {
      const { scenarios } = event;
      return { ...ended(run, 'failed'), error: formatDoNotFit(scenarios), doNotFit: scenarios };
    }
    case 'estimated': // these are not of a run
    case 'modelDescribed':
    case 'cacheListed':
    case 'dataInspected':
    case 'predicted':
    case 'examined':
    case 'tested':
    case 'exported':
    case 'adapter':
    case 'stepPlanned':
    case 'scoreProgress':
    case 'scoresSoFar':
    case 'scored':
    case 'refused':
    case 'trained':
    case 'checkpoint': // kept beside the run
    case 'lost': // whoever follows the run goes on with another, or makes it `failed`
    case 'workerEnded':
    case 'alive':
    case 'lifeline':
    case 'tilesChosen':
    case 'outOfMemory': // remembered for the device
    case 'dataNotes': // kept beside the run, in DataNotesSlice
      return run;
  }
}

type EventOf<Type extends Event['type']> = Extract<Event, { readonly type: Type }>;

/** A run that has paused, or continues. One that was asked to pause again before it continued will pause again. */
function standing(run: RunState, stands: boolean, at: number): RunState {
  const [asked, reached] = stands ? (['pausing', 'paused'] as const) : (['paused', 'pausing'] as const);
  const status = run.status === asked ? reached : run.status;
  return { ...run, status, clock: changeClock(run.clock, { standing: stands }, at) };
}

function withProgress(run: RunState, event: EventOf<'progress'>, at: number): RunState {
  const { phase, trial, done, total } = event;
  const loadingFrom = phase === 'loading' ? (run.loadingFrom ?? { done, at }) : null;
  return { ...run, phase, trial, done, total, loadingFrom };
}

function withSteps(run: RunState, event: EventOf<'steps'>, at: number): RunState {
  const { trial, totalSteps } = event;
  const same = run.live.find((live) => live.trial === trial);
  const losses = same ? [...same.losses] : [];
  for (const { step, loss } of event.losses) losses[step] = loss;
  const live = withLive(run, { trial, losses, evaluations: same?.evaluations ?? [], totalSteps });
  const timing = timeSteps(timingOf(run, trial, at), event, workAt(run.clock, at));
  return { ...run, trial: timing.trials[0] ?? trial, live, timing };
}

/** What is known of its trials from a company that failed comes again, if it still holds. */
function withCompany(run: RunState, { trials }: EventOf<'company'>, at: number): RunState {
  const live = run.live.filter(({ trial }) => !trials.includes(trial));
  return { ...run, live, timing: beginTiming(trials, beginning(run, at)) };
}

/** The losses of an evaluation's steps have come before it; a trial that only evaluates has none, and no curve. */
function withEvaluation(run: RunState, event: EventOf<'evaluation'>, at: number): RunState {
  const { trial, evaluation } = event;
  const live = run.live.map((one) =>
    one.trial === trial ? { ...one, evaluations: [...one.evaluations, evaluation] } : one,
  );
  const timing = timeEvaluation(timingOf(run, trial, at), evaluation.step, workAt(run.clock, at));
  return { ...run, live, timing };
}

function withRestored(run: RunState, event: EventOf<'restored'>, at: number): RunState {
  const { trial, losses, evaluations, totalSteps } = event;
  // A trial of a company that is restored a second time goes on alone from where they parted.
  const present = timingOf(run, trial, at);
  const parts = present.trials.length > 1 && run.live.some((one) => one.trial === trial);
  const work = workAt(run.clock, at);
  const timing = timeRestored(parts ? beginTiming([trial], work) : present, event, work);
  const live = withLive(run, { trial, losses, evaluations, totalSteps });
  return { ...run, trial: timing.trials[0] ?? trial, live, timing };
}

/** The timing of a company goes on until the last of its trials has ended. */
function withTrialDone(run: RunState, { trial, record }: EventOf<'trialDone'>, at: number): RunState {
  const end = workAt(run.clock, at);
  const timing = timingOf(run, trial, at);
  const finished = [...run.finished, { trial, status: record.status, ended: end, timing }];
  const ended = new Set(finished.map((one) => one.trial));
  const isOver = timing.trials.every((one) => ended.has(one));
  const live = run.live.filter((one) => one.trial !== trial);
  const after = { ...run, live, finished };
  return { ...after, timing: isOver ? beginTiming([nextTrial(after)], end) : timing };
}

/** The live trials with one in its present state, in the order in which they began. */
function withLive({ live }: RunState, present: LiveTrial): readonly LiveTrial[] {
  const isNew = live.every(({ trial }) => trial !== present.trial);
  return isNew ? [...live, present] : live.map((one) => (one.trial === present.trial ? present : one));
}

/** The index of the first trial that has not ended; the number of trials if all have. */
export function nextTrial({ trials, finished }: Pick<RunState, 'trials' | 'finished'>): number {
  const ended = new Set(finished.map(({ trial }) => trial));
  const next = trials.findIndex((_, index) => !ended.has(index));
  return next < 0 ? trials.length : next;
}

/** The run after it has ended, in whatever way. */
export function ended(run: RunState, outcome: NonNullable<RunState['outcome']>): RunState {
  return { ...run, status: 'idle', phase: null, trial: null, live: [], outcome };
}

/** What is known of a trial's time; it began after the one before if nothing told of it yet. */
function timingOf(run: RunState, trial: number, at: number): TrialTiming {
  const { timing } = run;
  return timing?.trials.includes(trial) ? timing : beginTiming([trial], beginning(run, at));
}

/** When that began which the first event at `at` tells of: when what was before it ended, as far as that is known. */
function beginning({ timing, clock }: RunState, at: number): number {
  return timing && isUntouched(timing) ? timing.began : workAt(clock, at);
}
