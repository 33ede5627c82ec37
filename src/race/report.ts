/** @file A race as it stands: every candidate with its evidence, and what is recommended. For the page, files and figures. */
import type { Measure, Scenario } from '../experiment/experiment';
import { describeScenario } from '../experiment/formatModules';
import type { RaceState } from '../stats/elimination/race';
import { recommend, type Recommendation } from './recommend';
import { raceSentence } from './sentence';
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
  /** The kind of cost that is over the limit, for which it takes no part. */
  readonly over: CostKind | null;
}

export interface RaceReport {
  readonly asked: RaceAsked;
  /** Those that race, whose places are the entrants of `state`, and then those that are over a limit. */
  readonly candidates: readonly Candidate[];
  readonly state: RaceState;
  readonly stopped: Stopped | null;
  /** Null before the first round. */
  readonly recommendation: Recommendation | null;
  readonly sentence: string;
}

/** @param racing how many of the candidates race: the first ones */
export function raceReport(of: Omit<RaceReport, 'recommendation' | 'sentence'>): RaceReport {
  const recommendation = recommend(of);
  return { ...of, recommendation, sentence: raceSentence(of, recommendation) };
}

/** The candidates as lines of a file: names in place of places. */
export function candidateEntries({ candidates, state }: RaceReport) {
  const nameOf = (entrant: number): string => candidates[entrant]?.scenario.name ?? '';
  return candidates.map(({ scenario, costs, values, over }, entrant) => {
    const drop = state.dropped.find((one) => one.entrant === entrant);
    const standing = state.standings.find((one) => one.entrant === entrant);
    return {
      ...{ name: scenario.name, modules: describeScenario(scenario), scenario, costs, values },
      status: over
        ? `over the limit of ${over}`
        : state.failed.includes(entrant)
          ? 'failed'
          : drop
            ? 'dropped'
            : 'left',
      ...(drop && {
        dropped: {
          ...{ by: nameOf(drop.by), seeds: drop.seeds },
          ...{ difference: drop.difference, surelyAbove: drop.atLeast },
        },
      }),
      ...(standing && {
        standing: {
          ...{ mean: standing.mean, surelyWithin: standing.behind, rival: nameOf(standing.rival) },
          settledAt: standing.settledAt,
        },
      }),
    };
  });
}
