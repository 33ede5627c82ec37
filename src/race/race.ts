/** @file A race: what a person asks it for, the candidates with what is known of them, and how it stands. */
import type { Measure, Scenario } from '../experiment/experiment';
import type { RaceState } from '../stats/elimination/race';
import type { CandidateSet } from './candidates';
import type { CostKind, Costs, Limits } from './costs';

/** What a person asks a race for. */
export interface RaceAsked {
  readonly measure: Measure;
  /** What is to be small among candidates that are equally good. */
  readonly cheap: CostKind;
  readonly limits: Limits;
  readonly candidates: CandidateSet;
  /** The smallest difference that matters, in the measure's units: 0.01 for a point of accuracy. */
  readonly delta: number;
  /** Seconds that the race may take; null for as many as it wants. */
  readonly budget: number | null;
}

/** Why a race stands still before its end. */
export type Stopped = 'cancelled' | 'budget' | 'failed';

export interface Candidate {
  readonly scenario: Scenario;
  readonly costs: Costs;
  /** Values of its trials that are done, in the order of their seeds. */
  readonly values: readonly number[];
  /** The kind of cost that is over the limit, for which it takes no part; `budget` if no time was left for it. */
  readonly over: CostKind | 'budget' | null;
}

export interface Race {
  readonly asked: RaceAsked;
  /** Those that race, whose places are the entrants of `state`, and then those that take no part. */
  readonly candidates: readonly Candidate[];
  readonly state: RaceState;
  readonly stopped: Stopped | null;
}
