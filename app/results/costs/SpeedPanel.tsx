/** @file Training sentences per second: the mean as a bar, every trial as a tick on it. */
import { memo, useMemo } from 'react';
import type { RecordedRun } from '../../../src/figures/recorded';
import { speedFigure } from '../../../src/figures/costs/speedFigure';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';
import { SaveMenu } from '../save/SaveMenu';
import { BarPanel } from './BarPanel';

export interface SpeedPanelProps {
  readonly groups: readonly ScenarioGroup[];
  /** A recorded run, whose speeds stand until a trial has measured one. */
  readonly recorded?: RecordedRun | null;
}

export const SpeedPanel = memo(function SpeedPanel({ groups, recorded = null }: SpeedPanelProps) {
  const figure = useMemo(() => speedFigure(groups, recorded), [groups, recorded]);
  const menu = (
    <SaveMenu
      what="speed"
      words="the speeds"
      groups={groups}
      draw={(pictures, paper) => pictures.barPicture(figure, paper)}
    />
  );
  return <BarPanel figure={figure} groups={groups} menu={menu} />;
});
