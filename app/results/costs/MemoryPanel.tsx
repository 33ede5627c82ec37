/** @file Peak memory on the device by kind: what trials measured, or an estimate until one has. */
import { memo, useMemo } from 'react';
import { memoryFigure } from '../../../src/figures/costs/memoryFigure';
import type { MemoryBreakdown } from '../../../src/results/results';
import { WITHHELD } from '../../lessons/withheld';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';
import { SaveMenu } from '../save/SaveMenu';
import { BarPanel } from './BarPanel';

export interface MemoryPanelProps {
  readonly groups: readonly ScenarioGroup[];
  /** Estimated memory by scenario; null if nothing is known. */
  readonly estimated: readonly (MemoryBreakdown | null)[];
  /** Whether an open lesson asks for these figures, which would answer for its reader. */
  readonly withheld?: boolean;
}

export const MemoryPanel = memo(function MemoryPanel(props: MemoryPanelProps) {
  const { groups, estimated, withheld = false } = props;
  const figure = useMemo(() => memoryFigure(groups, estimated), [groups, estimated]);
  if (withheld)
    return (
      <figure className="panel" data-testid="memory-withheld">
        <header className="panel-head">
          <h3>{figure.title}</h3>
        </header>
        <figcaption className="caption">{WITHHELD}</figcaption>
      </figure>
    );
  const menu = (
    <SaveMenu
      what="memory"
      words="the memory"
      groups={groups}
      draw={(pictures, paper) => pictures.barPicture(figure, paper)}
    />
  );
  return <BarPanel figure={figure} groups={groups} menu={menu} />;
});
