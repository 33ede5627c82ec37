/**
 * @file Accuracy, parameters, memory and speed side by side, one row a scenario: its name stands once where there is room
 * for all, and with each figure where they stand one below the other. Published figures have columns of their own.
 */
import { useMemo, type CSSProperties } from 'react';
import type { ModelConfig } from '../../../src/architecture/config';
import type { BarFigure } from '../../../src/figures/costs/barFigure';
import { publishedColumns } from '../../../src/figures/costs/publishedFigures';
import { measureOfGroups } from '../../../src/figures/scenarioResults';
import type { MemoryBreakdown } from '../../../src/results/results';
import { shownOverlay } from '../../lessons/overlay';
import { useLab } from '../../store/lab';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';
import { InTurn } from '../../ui/InTurn';
import { Densities, type DensitiesProps } from '../accuracy/Densities';
import { BarPanel } from '../costs/BarPanel';
import { MemoryPanel } from '../costs/MemoryPanel';
import { ParametersPanel } from '../costs/ParametersPanel';
import { SpeedPanel, type SpeedPanelProps } from '../costs/SpeedPanel';

export interface LineUpProps {
  readonly accuracies: DensitiesProps;
  /** The part of the accuracy axis that is shown, where it is kept outside. */
  readonly range?: DensitiesProps['range'];
  readonly groups: readonly ScenarioGroup[];
  readonly config: ModelConfig | null;
  readonly memory: {
    readonly groups: readonly ScenarioGroup[];
    readonly estimated: readonly (MemoryBreakdown | null)[];
  };
  /** A recorded run's speeds stand until a trial has measured one; left out where there is none. */
  readonly speeds?: SpeedPanelProps;
  /** Whether an open lesson asks for the memory, which would answer for its reader. */
  readonly withheld?: boolean;
}

/** Each figure is drawn in a turn of its own. */
export function LineUp(props: LineUpProps) {
  const { accuracies, range, groups, config, memory, withheld = false } = props;
  const own = useMemo(() => ({ groups }), [groups]);
  const published = useLab(shownOverlay);
  const beside = useMemo(
    () =>
      publishedColumns(
        groups.map(({ scenario }) => scenario),
        published,
      ),
    [groups, published],
  );
  // What was published is accuracies.
  const ofAccuracy = measureOfGroups(groups) === 'accuracy' ? beside.accuracy : null;
  const costs = 3 + [beside.parameters, beside.memory, beside.speed].filter((each) => each !== null).length;
  const column = (figure: BarFigure | null) =>
    figure && <BarPanel figure={figure} groups={groups} menu={null} />;
  return (
    <div className="line-up-place">
      <div
        className="line-up"
        data-columns={sizeOf(costs + (ofAccuracy ? 1 : 0))}
        data-testid="line-up"
        style={
          {
            '--rows': Math.max(1, groups.length),
            '--costs': costs,
            '--published': ofAccuracy ? 1 : 0,
          } as CSSProperties
        }
      >
        <div className="line-up-accuracy">
          <InTurn value={accuracies}>{(shown) => <Densities {...shown} {...(range && { range })} />}</InTurn>
          {column(ofAccuracy)}
        </div>
        <div className="line-up-costs">
          <InTurn value={groups}>{(shown) => <ParametersPanel groups={shown} config={config} />}</InTurn>
          {column(beside.parameters)}
          <InTurn value={memory}>{(shown) => <MemoryPanel {...shown} withheld={withheld} />}</InTurn>
          {column(withheld ? null : beside.memory)}
          <InTurn value={props.speeds ?? own}>{(shown) => <SpeedPanel {...shown} />}</InTurn>
          {column(beside.speed)}
        </div>
      </div>
    </div>
  );
}

/** How much room so many columns need, for the style sheet. */
const sizeOf = (columns: number): 'few' | 'some' | 'many' =>
  columns <= 3 ? 'few' : columns <= 5 ? 'some' : 'many';
