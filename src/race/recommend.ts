/** @file Which candidate a race recommends, and how sure that is. */
import type { Standing } from '../stats/elimination/race';
import type { Race } from './race';

export interface Recommendation {
  /** The recommended candidate's place. */
  readonly entrant: number;
  readonly standing: Standing;
  /** The candidate with the highest mean of those left, which may be the same. */
  readonly best: number;
  /**
   * Whether it is surely within delta of every candidate. Otherwise it is the cheapest one that looks so, and the evidence is
   * too little.
   */
  readonly isSure: boolean;
}

/**
 * Of those left the cheapest that is surely within delta of the best; where there is none, the cheapest whose mean is within
 * delta of the highest. Of equally cheap ones, and where costs are not known, the one with the higher mean.
 * @returns null before the first round has ended
 */
export function recommend({ asked, candidates, state }: Omit<Race, 'stopped'>): Recommendation | null {
  const byMean = [...state.standings].sort((a, b) => b.mean - a.mean);
  const [first] = byMean;
  if (!first) return null;
  const sure = byMean.filter(({ behind }) => behind <= asked.delta);
  const likely = byMean.filter(({ mean }) => first.mean - mean <= asked.delta);
  const costOf = ({ entrant }: Standing): number => candidates[entrant]?.costs[asked.cheap] ?? Infinity;
  const [chosen = first] = (sure.length > 0 ? sure : likely).sort((a, b) => costOf(a) - costOf(b));
  return { entrant: chosen.entrant, standing: chosen, best: first.entrant, isSure: sure.length > 0 };
}
