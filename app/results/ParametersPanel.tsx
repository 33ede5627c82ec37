/** @file Trainable parameters in percent of full fine-tuning, on a logarithmic scale. */
import { memo } from 'react';
import type { Scenario } from '../../src/experiment/experiment';
import { relativeParameters } from '../../src/model/parameters';
import type { ModelConfig } from '../../src/model/config';
import { percent } from '../ui/format';
import type { ScenarioGroup } from './groups';
import { PanelRow } from './PanelRow';

export interface ParametersPanelProps {
  readonly groups: readonly ScenarioGroup[];
  readonly config: ModelConfig | null;
}

export const ParametersPanel = memo(function ParametersPanel({ groups, config }: ParametersPanelProps) {
  const shares = groups.map(({ scenario, done }) => done[0]?.relativeParameters ?? share(config, scenario));
  const smallest = shares.reduce<number>((least, value) => (value ? Math.min(least, value) : least), 0.01);
  const lowest = Math.floor(Math.log10(smallest) - 1e-9);
  const position = (value: number): number => Math.min(1, (Math.log10(value) - lowest) / -lowest);
  const ticks = Array.from({ length: -lowest + 1 }, (_, i) => lowest + i);

  return (
    <figure className="panel">
      <h3>Trainable parameters</h3>
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
          <span key={tick} style={{ left: `${((tick - lowest) / -lowest) * 100}%` }}>
            {Number((10 ** (tick + 2)).toPrecision(1))} %
          </span>
        ))}
      </div>
      <figcaption className="caption">Of full fine-tuning; each mark is ten times the one before.</figcaption>
    </figure>
  );
});

function share(config: ModelConfig | null, scenario: Scenario): number | null {
  return config ? relativeParameters(config, scenario) : null;
}
