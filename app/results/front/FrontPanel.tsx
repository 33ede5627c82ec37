/** @file Accuracy against cost of the experiment's scenarios, from their trials or, before these, the recorded ones. */
import { memo, useCallback, useMemo } from 'react';
import type { ModelConfig } from '../../../src/architecture/config';
import { joinSentences } from '../../../src/figures/figure';
import { differencesAmong, type Judging } from '../../../src/figures/differences/judging';
import { frontPoints } from '../../../src/figures/front/frontPoints';
import { costNotes, frontVerdicts } from '../../../src/figures/front/frontWords';
import { recordedInstead, recordedInsteadText, type RecordedRun } from '../../../src/figures/recorded';
import { measureOfGroups } from '../../../src/figures/scenarioResults';
import type { CostKind } from '../../../src/race/costs';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';
import { FrontView } from './FrontView';

export interface FrontPanelProps {
  readonly groups: readonly ScenarioGroup[];
  readonly judging: Judging;
  readonly config: ModelConfig | null;
  /** The recorded run, which is drawn until there are own trials; null if there is none. */
  readonly recorded: RecordedRun | null;
}

export const FrontPanel = memo(function FrontPanel(props: FrontPanelProps) {
  const { groups, judging, config, recorded } = props;
  const instead = useMemo(() => recordedInstead(groups, recorded), [groups, recorded]);
  const drawn = instead ?? groups;
  const points = useMemo(() => frontPoints(drawn, { config }), [drawn, config]);
  const tell = useCallback(
    // Verdicts are of a person's own trials.
    (cost: CostKind) => (instead ? '' : frontVerdicts(points, cost, differencesAmong(groups, judging))),
    [instead, points, groups, judging],
  );
  const notesOf = useCallback(
    (cost: CostKind) =>
      joinSentences(instead && recorded ? recordedInsteadText(recorded) : '', costNotes(drawn, cost)),
    [instead, recorded, drawn],
  );
  if (groups.length < 2) return null;
  return <FrontView {...{ points, groups: drawn, tell, notesOf }} measure={measureOfGroups(groups)} />;
});
