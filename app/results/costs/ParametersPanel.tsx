/** @file Trainable parameters in percent of full fine-tuning, on a logarithmic scale. */
import { memo } from 'react';
import type { ModelConfig } from '../../../src/architecture/config';
import { parameterShare, shareAxis, tickText } from '../../../src/results/costs';
import { percent } from '../../../src/base/format';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';
import { PanelRow } from './PanelRow';
import { SaveMenu } from '../save/SaveMenu';

export interface ParametersPanelProps {
  readonly groups: readonly ScenarioGroup[];
  readonly config: ModelConfig | null;
}

export const ParametersPanel = memo(function ParametersPanel({ groups, config }: ParametersPanelProps) {
  const shares = groups.map(({ scenario, done }) => parameterShare(scenario, done, config));
  const { ticks, position } = shareAxis(shares);

  return (
    <figure className="panel">
      <h3>Trainable parameters</h3>
      <SaveMenu
        what="parameters"
        words="the parameters"
        groups={groups}
        draw={(all, of) => all.parametersPicture(of, config)}
      />
      <ol>
        {groups.map(({ scenario, position: key }, index) => {
          const value = shares[index] ?? null;
          return (
            <PanelRow
              key={key}
              scenario={scenario}
              figure={value === null ? null : percent(value)}
              published={{ figure: 'parametersPercent', at: (percentage) => position(percentage / 100) }}
            >
              <span className="dot-line" style={{ '--at': position(value ?? 1) } as React.CSSProperties} />
            </PanelRow>
          );
        })}
      </ol>
      <div className="panel-axis" aria-hidden="true">
        {ticks.map((tick) => (
          <span key={tick} style={{ left: `${position(tick) * 100}%` }}>
            {tickText(tick)}
          </span>
        ))}
      </div>
      <figcaption className="caption">Of full fine-tuning; each mark is ten times the one before.</figcaption>
    </figure>
  );
});
