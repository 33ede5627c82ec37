/** @file How far two scores order the same modules alike. */
import { rankCorrelation } from '../stats/rankCorrelation';
import type { ModuleScores } from './moduleScores';
import type { ScoreKind } from './scoreRequest';

export interface Agreement {
  readonly of: readonly [ScoreKind, ScoreKind];
  /** Spearman's, over the modules that both have; null if it is not defined. */
  readonly correlation: number | null;
  /** How many modules both have. */
  readonly modules: number;
}

/** The agreement of each pair, in the order given. */
export function agreementsOf(
  known: readonly { readonly kind: ScoreKind; readonly scores: ModuleScores }[],
): Agreement[] {
  return known.flatMap((one, index) =>
    known.slice(index + 1).map((other) => {
      const pairs = one.scores.flatMap(({ layer, component, value }) => {
        const same = other.scores.find((score) => score.layer === layer && score.component === component);
        return same ? [[value, same.value] as const] : [];
      });
      const correlation = rankCorrelation(
        pairs.map(([value]) => value),
        pairs.map(([, value]) => value),
      );
      return { of: [one.kind, other.kind], correlation, modules: pairs.length };
    }),
  );
}
