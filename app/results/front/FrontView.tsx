/** @file Accuracy against a cost that a person chooses, with its plot, its table and its menu. */
import { useId, useMemo, useState } from 'react';
import { COST_NAMES, frontFigure } from '../../../src/figures/front/frontFigure';
import type { FrontPoint } from '../../../src/figures/front/frontPoints';
import type { ScenarioResults } from '../../../src/figures/scenarioResults';
import type { Measure, Scenario } from '../../../src/experiment/experiment';
import { COST_KINDS, type CostKind } from '../../../src/race/costs';
import { Choice } from '../../ui/Choice';
import { SaveMenu } from '../save/SaveMenu';
import { FrontPlot } from './FrontPlot';
import { FrontTable } from './FrontTable';

const KINDS = COST_KINDS.map((kind) => ({ value: kind, label: COST_NAMES[kind] }));

export interface FrontViewProps {
  readonly points: readonly FrontPoint[];
  /** Those of the points, for the foot of a saved picture and the table. */
  readonly groups: readonly ScenarioResults[];
  readonly measure: Measure;
  /** The cost that is drawn until another one is chosen. */
  readonly cost?: CostKind;
  readonly recommended?: Scenario | null;
  /** Which of the differences may be chance, in sentences; it stays the same function as long as they do. */
  readonly tell: (cost: CostKind) => string;
  /** What else to bear in mind of a cost. */
  readonly notesOf: (cost: CostKind) => string;
}

export function FrontView(props: FrontViewProps) {
  const { points, groups, measure, recommended = null, tell, notesOf } = props;
  const [cost, choose] = useState<CostKind>(props.cost ?? 'memory');
  const id = useId();
  const figure = useMemo(
    () => frontFigure(points, { cost, measure, recommended, told: tell(cost), notes: notesOf(cost) }),
    [points, cost, measure, recommended, tell, notesOf],
  );
  return (
    <figure className="front" aria-labelledby={id} data-testid="front">
      <header className="figure-head">
        <h2 id={id}>{figure.title}</h2>
        <Choice label="The cost" hideLabel options={KINDS} value={cost} onChange={choose} />
        <SaveMenu
          what="front"
          words="the front"
          groups={groups}
          draw={(pictures, paper) => pictures.frontPicture(figure, paper)}
          table="front"
        />
      </header>
      <FrontPlot figure={figure} />
      <figcaption className="caption">{figure.caption}</figcaption>
      <FrontTable figure={figure} />
    </figure>
  );
}
