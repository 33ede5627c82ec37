/** @file A scenario's name and colour. */
import { useId } from 'react';
import type { Scenario } from '../../src/experiment/experiment';
import { SCENARIO_COLORS } from '../../src/experiment/colors';
import { Explained } from '../ui/Explained';

export interface ScenarioNameProps {
  readonly scenario: Scenario;
  readonly taken: readonly string[];
  readonly onChange: (scenario: Scenario, editKey: string) => void;
}

export function ScenarioName({ scenario, taken, onChange }: ScenarioNameProps) {
  const id = useId();
  const message =
    scenario.name.trim() === ''
      ? 'A scenario needs a name; write one.'
      : taken.includes(scenario.name)
        ? `Another scenario is called “${scenario.name}” too; change one of the names.`
        : null;
  return (
    <div className="scenario-name">
      <label className="color-field">
        <span className="visually-hidden">Colour</span>
        <Explained text="The scenario’s colour in every picture.">
          <input
            type="color"
            list={`${id}-colors`}
            value={scenario.color}
            onChange={(event) => onChange({ ...scenario, color: event.target.value }, 'color')}
          />
        </Explained>
        <datalist id={`${id}-colors`}>
          {SCENARIO_COLORS.map((color) => (
            <option key={color} value={color} />
          ))}
        </datalist>
      </label>
      <div className="field" data-invalid={message ? '' : undefined}>
        <label htmlFor={id} className="visually-hidden">
          Name of the scenario
        </label>
        <Explained text="What the scenario is called in every picture and table.">
          <input
            id={id}
            data-testid="scenario-name"
            type="text"
            maxLength={80}
            autoComplete="off"
            value={scenario.name}
            aria-invalid={message !== null}
            aria-describedby={message ? `${id}-message` : undefined}
            onChange={(event) => onChange({ ...scenario, name: event.target.value }, 'name')}
          />
        </Explained>
        {message && (
          <p className="field-message" id={`${id}-message`} role="alert">
            {message}
          </p>
        )}
      </div>
    </div>
  );
}
