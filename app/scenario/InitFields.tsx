/** @file The adapter that a scenario begins with, if any, and whether it is trained further or only measured. */
import type { Scenario } from '../../src/experiment/experiment';
import { CheckField } from '../ui/CheckField';

export interface InitFieldsProps {
  readonly scenario: Scenario;
  readonly onChange: (scenario: Scenario, editKey: string) => void;
}

export function InitFields({ scenario, onChange }: InitFieldsProps) {
  const { init, duration, ...rest } = scenario;
  if (init === undefined) return null;
  const evaluates = duration?.count === 0;
  const setEvaluates = (only: boolean): void =>
    onChange(
      only ? { ...rest, init, duration: { unit: 'steps', count: 0 } } : { ...rest, init },
      'evaluates',
    );
  return (
    <div className="init-fields">
      <p>
        Begins with <strong>{init.replace(/^local:/, '')}</strong>{' '}
        <button type="button" className="text-button" onClick={() => onChange(rest, 'init')}>
          Start from scratch
        </button>
      </p>
      <CheckField
        label="Only evaluate"
        hint="Measures the adapter as it is, without training it further."
        checked={evaluates}
        onChange={setEvaluates}
      />
    </div>
  );
}
