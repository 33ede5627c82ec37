/** @file The model as a grid: layers from the top down, six components each; filled cells carry an adapter. */
import { useRef, useState, type CSSProperties, type KeyboardEvent } from 'react';
import type { Method } from '../../src/experiment/experiment';
import { COMPONENTS, hasModule, lowestLayer, type ModuleSet } from '../../src/architecture/modules';
import type { LayerWidths } from '../../src/architecture/config';
import { moduleWidths } from '../../src/architecture/moduleWidths';
import { inkOn } from '../ui/inkOn';
import { moveFocus, setCells, toggleComponent, toggleLayer, type Focus } from './gridSelection';
import { useGridPainting } from './useGridPainting';
import { COMPONENT_NAMES, spokenComponent } from './names';

export interface ModuleGridProps {
  readonly modules: ModuleSet;
  readonly method: Method;
  readonly color: string;
  readonly widths: LayerWidths;
  readonly onChange: (modules: ModuleSet, editKey?: string) => void;
}

export function ModuleGrid({ modules, method, color, widths, onChange }: ModuleGridProps) {
  const layers = modules.length;
  const editable = method === 'lora';
  const [focus, setFocus] = useState<Focus>({ row: 1, column: 1 });
  const root = useRef<HTMLDivElement>(null);
  const painting = useGridPainting(modules, onChange);
  const reach = method === 'full' ? 0 : method === 'lora' ? lowestLayer(modules) : null;

  // An adapter's size grows with input and output width: the columns show it.
  const columns = COMPONENTS.map((component) => {
    const { input, output } = moduleWidths(widths, component);
    return `minmax(0, ${input + output}fr)`;
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = moveFocus(focus, event.key, layers);
    if (!next) return;
    event.preventDefault();
    setFocus(next);
    root.current?.querySelector<HTMLElement>(`[data-place="${next.row}.${next.column}"]`)?.focus();
  };
  /** One stop for the Tab key; the arrow keys walk on from there. */
  const place = (row: number, column: number) => ({
    type: 'button' as const,
    'data-place': `${row}.${column}`,
    tabIndex: focus.row === row && focus.column === column ? 0 : -1,
    disabled: !editable,
    onFocus: () => setFocus({ row, column }),
  });

  return (
    <div
      className="module-grid"
      role="group"
      aria-label="Modules that carry an adapter. Arrow keys move, space toggles."
      ref={root}
      style={
        {
          '--scenario': color,
          '--on-scenario': inkOn(color),
          '--columns': columns.join(' '),
        } as CSSProperties
      }
      data-method={method}
      onKeyDown={onKeyDown}
      {...(editable ? painting : {})}
    >
      <span className="grid-group" style={{ gridColumn: '2 / span 4' }}>
        attention
      </span>
      <span className="grid-group" style={{ gridColumn: '6 / span 2' }}>
        feed-forward
      </span>
      {COMPONENTS.map((component, index) => (
        <button
          key={component}
          {...place(0, index + 1)}
          className="grid-header"
          style={{ gridRow: 2, gridColumn: index + 2 }}
          aria-label={`Toggle ${spokenComponent(component)} of all layers`}
          onClick={() => onChange(toggleComponent(modules, component))}
        >
          {COMPONENT_NAMES[component].short}
        </button>
      ))}
      <span className="grid-label" style={{ gridRow: 3 }}>
        head
      </span>
      <span className="grid-bar" style={{ gridRow: 3 }} data-on="">
        classifier <em>always trains</em>
      </span>
      {modules.map((_, index) => {
        const layer = layers - index;
        const row = index + 1;
        return [
          <button
            key={`layer ${layer}`}
            {...place(row, 0)}
            className="grid-label grid-header"
            style={{ gridRow: row + 3 }}
            aria-label={`Toggle all of layer ${layer}`}
            onClick={() => onChange(toggleLayer(modules, layer))}
          >
            {layer}
          </button>,
          ...COMPONENTS.map((component, column) => {
            const on = method === 'full' || (method === 'lora' && hasModule(modules, layer, component));
            return (
              <button
                key={`${layer} ${component}`}
                {...place(row, column + 1)}
                className="grid-cell"
                style={{ gridRow: row + 3, gridColumn: column + 2 }}
                data-cell={`${layer}.${column}`}
                data-testid={`module-${layer}-${component}`}
                aria-pressed={on}
                aria-label={`Layer ${layer}, ${COMPONENT_NAMES[component].long}`}
                // A press of a key; pointers paint, and their click says detail 1 or more.
                onClick={(event) => {
                  if (event.detail === 0) onChange(setCells(modules, [{ layer, column }], !on));
                }}
              />
            );
          }),
        ];
      })}
      <span className="grid-label" style={{ gridRow: layers + 4 }}>
        input
      </span>
      <span className="grid-bar" style={{ gridRow: layers + 4 }} data-on={method === 'full' ? '' : undefined}>
        embeddings <em>{method === 'full' ? 'train too' : 'frozen'}</em>
      </span>
      {reach !== null && (
        <span
          className="grid-reach"
          style={{ gridRow: `3 / ${reach === 0 ? layers + 5 : layers - reach + 5}` }}
          title="How far down the backward pass goes"
        />
      )}
    </div>
  );
}
