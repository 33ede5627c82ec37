/** @file Which scenarios a sweep starts from. */
import type { Scenario } from '../../../src/experiment/experiment';
import { ModuleGlyph } from '../../ui/ModuleGlyph';

export interface BaseScenariosProps {
  readonly scenarios: readonly Scenario[];
  readonly keys: readonly string[];
  /** Keys of those that the grid does not take. */
  readonly left: ReadonlySet<string>;
  readonly onChange: (left: ReadonlySet<string>) => void;
}

export function BaseScenarios({ scenarios, keys, left, onChange }: BaseScenariosProps) {
  const toggle = (key: string): void => {
    const next = new Set(left);
    if (!next.delete(key)) next.add(key);
    onChange(next);
  };
  return (
    <fieldset className="sweep-bases">
      <legend>Start from</legend>
      <div>
        {scenarios.map((scenario, i) => {
          const key = keys[i] ?? '';
          return (
            <label key={key} className="check-field">
              <input type="checkbox" checked={!left.has(key)} onChange={() => toggle(key)} />
              <ModuleGlyph scenario={scenario} />
              <span>{scenario.name || 'no name'}</span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
