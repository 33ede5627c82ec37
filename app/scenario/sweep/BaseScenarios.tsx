/** @file Which scenarios a sweep starts from. */
import type { Scenario } from '../../../src/experiment/experiment';
import { scenarioId, type ScenarioId } from '../../../src/experiment/scenarioId';
import { ModuleGlyph } from '../../ui/ModuleGlyph';

export interface BaseScenariosProps {
  readonly scenarios: readonly Scenario[];
  /** The scenarios that the sweep does not use. */
  readonly left: ReadonlySet<ScenarioId>;
  readonly onChange: (left: ReadonlySet<ScenarioId>) => void;
}

export function BaseScenarios({ scenarios, left, onChange }: BaseScenariosProps) {
  const toggle = (id: ScenarioId): void => {
    const next = new Set(left);
    if (!next.delete(id)) next.add(id);
    onChange(next);
  };
  return (
    <fieldset className="sweep-bases">
      <legend>Start from</legend>
      <div>
        {scenarios.map((scenario) => {
          const id = scenarioId(scenario);
          return (
            <label key={id} className="check-field">
              <input type="checkbox" checked={!left.has(id)} onChange={() => toggle(id)} />
              <ModuleGlyph scenario={scenario} />
              <span>{scenario.name || 'no name'}</span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
