/** @file Switches for the adapters of a trained scenario: by module, layer and component. */
import {
  COMPONENT_LETTERS,
  COMPONENTS,
  hasModule,
  moduleCount,
  moduleSet,
  type Component,
  type ModuleSet,
} from '../../../src/architecture/modules';
import { toggled } from '../../../src/scores/switchOff';

export interface AdapterSwitchesProps {
  /** The modules that carry an adapter. */
  readonly adapted: ModuleSet;
  readonly off: ModuleSet;
  readonly onChange: (off: ModuleSet) => void;
}

const SPOKEN: Readonly<Record<Component, string>> = {
  query: 'query',
  key: 'key',
  value: 'value',
  attentionOutput: 'attention output',
  up: 'feed-forward up',
  down: 'feed-forward down',
};

export function AdapterSwitches({ adapted, off, onChange }: AdapterSwitchesProps) {
  const count = moduleCount(off);
  return (
    <details className="adapter-switches" data-testid="adapter-switches">
      <summary>
        Switch adapters off
        {count > 0 && ` (${count} of ${moduleCount(adapted)} off)`}
      </summary>
      <p className="caption">
        Nothing is trained again. The adapters that stay on were trained together with the others, so what is
        lost shows what the rest relies on, and not what it could have learned alone.
      </p>
      <SwitchTable {...{ adapted, off, onChange }} />
      <button
        type="button"
        className="quiet-button"
        disabled={count === 0}
        onClick={() => onChange(moduleSet(adapted.length, () => false))}
      >
        All on
      </button>
    </details>
  );
}

function SwitchTable({ adapted, off, onChange }: AdapterSwitchesProps) {
  const layers = adapted.flatMap((components, index) => (components.length > 0 ? [index + 1] : [])).reverse();
  const columns = COMPONENTS.filter((component) => adapted.some((own) => own.includes(component)));
  const toggle = (keep: (layer: number, component: Component) => boolean): void =>
    onChange(toggled(adapted, off, moduleSet(adapted.length, keep)));
  return (
    <table>
      <thead>
        <tr>
          <td />
          {columns.map((component) => (
            <th key={component} scope="col">
              <button
                type="button"
                aria-label={`Switch ${SPOKEN[component]} of all layers`}
                onClick={() => toggle((_, other) => other === component)}
              >
                {COMPONENT_LETTERS[component]}
              </button>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {layers.map((layer) => (
          <tr key={layer}>
            <th scope="row">
              <button
                type="button"
                aria-label={`Switch all of layer ${layer}`}
                onClick={() => toggle((other) => other === layer)}
              >
                {layer}
              </button>
            </th>
            {columns.map((component) => (
              <td key={component}>
                {hasModule(adapted, layer, component) && (
                  <button
                    type="button"
                    className="adapter-switch"
                    aria-label={`Adapter of layer ${layer}, ${SPOKEN[component]}`}
                    aria-pressed={!hasModule(off, layer, component)}
                    onClick={() => toggle((one, other) => one === layer && other === component)}
                  />
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
