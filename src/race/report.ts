/** @file A race as it stands: every candidate with its evidence, and what is recommended. For the page, files and figures. */
import { describeScenario } from '../experiment/formatModules';
import type { Race } from './race';
import { recommend, type Recommendation } from './recommend';
import { raceSentence } from './sentence';

export interface RaceReport extends Race {
  /** Null before the first round. */
  readonly recommendation: Recommendation | null;
  readonly sentence: string;
}

export function raceReport(of: Race): RaceReport {
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
        ? over === 'budget'
          ? 'no time'
          : `over the limit of ${over}`
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
