/** @file A scenario's line in a panel: its name, its figure and a bar. */
import type { ReactNode } from 'react';
import type { Scenario } from '../../../src/experiment/experiment';
import { PublishedCost, type CostFigure } from '../../lessons/PublishedCost';

export interface PanelRowProps {
  readonly scenario: Scenario;
  /** null: nothing measured yet. */
  readonly figure: string | null;
  /** Not measured yet. */
  readonly isEstimated?: boolean | undefined;
  /** Laid below in a lesson; `at` places it on the panel's own axis. */
  readonly published: { readonly figure: CostFigure; readonly at?: (value: number) => number };
  readonly children?: ReactNode;
}

export function PanelRow({ scenario, figure, isEstimated, published, children }: PanelRowProps) {
  return (
    <li
      className="panel-row"
      data-scenario={scenario.name}
      data-estimated={isEstimated ? '' : undefined}
      style={{ '--scenario': scenario.color } as React.CSSProperties}
    >
      <span className="panel-name">{scenario.name}</span>
      <span className="panel-figure">{figure ?? '–'}</span>
      <span className="panel-track">{figure !== null && children}</span>
      <PublishedCost scenario={scenario.name} {...published} />
    </li>
  );
}
