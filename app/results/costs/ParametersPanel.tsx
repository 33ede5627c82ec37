/** @file Trainable parameters in percent of full fine-tuning, on a logarithmic scale. */
import { memo, useMemo } from 'react';
import type { ModelConfig } from '../../../src/architecture/config';
import { parametersFigure } from '../../../src/figures/costs/parametersFigure';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';
import { SaveMenu } from '../save/SaveMenu';
import { BarPanel } from './BarPanel';

export interface ParametersPanelProps {
  readonly groups: readonly ScenarioGroup[];
  readonly config: ModelConfig | null;
}

export const ParametersPanel = memo(function ParametersPanel({ groups, config }: ParametersPanelProps) {
  const figure = useMemo(() => parametersFigure(groups, config), [groups, config]);
  const menu = (
    <SaveMenu
      what="parameters"
      words="the parameters"
      groups={groups}
      draw={(pictures, paper) => pictures.barPicture(figure, paper)}
    />
  );
  return <BarPanel figure={figure} groups={groups} menu={menu} />;
});
