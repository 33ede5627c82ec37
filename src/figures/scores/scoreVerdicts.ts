/** @file The verdicts on scores from the trials of a run, for the panel below the grid and for the command line. */
import type { LayerWidths } from '../../architecture/config';
import { judgedSets } from '../../scores/judging/recognize';
import { judgeScores, type ScoreVerdicts } from '../../scores/judging/verdicts';
import type { ModuleScores } from '../../scores/moduleScores';
import type { ScoreKind } from '../../scores/scoreRequest';
import type { Judging } from '../differences/judging';
import { measureOfGroups } from '../scenarioResults';

export interface KnownScore {
  readonly kind: ScoreKind;
  readonly scores: ModuleScores;
}

/** Judges every choice of these scores that is among the run's scenarios, with one correction over all comparisons. */
export function scoreVerdicts(
  known: readonly KnownScore[],
  { judging }: { readonly judging: Judging },
  config: LayerWidths,
): ScoreVerdicts {
  const { all, ...rest } = judging;
  const scenarios = all.map(({ scenario }) => scenario);
  const judged = known.flatMap(({ kind, scores }) =>
    judgedSets(scores, scenarios, config).map((set) => ({ kind, set })),
  );
  const results = new Map(all.map(({ scenario, bySeed, ended }) => [scenario, { values: bySeed, ended }]));
  const rules = { ...rest, measure: measureOfGroups(all) };
  return judgeScores(judged, (scenario) => results.get(scenario) ?? { values: [], ended: 0 }, rules);
}
