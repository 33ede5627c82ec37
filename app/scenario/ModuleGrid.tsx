/** @file The model as a grid: layers from the top down, six components each; filled cells carry an adapter. */
import { useMemo, type CSSProperties, type ReactNode } from 'react';
import type { LoraScenario, Method } from '../../src/experiment/experiment';
import {
  COMPONENTS,
  hasModule,
  lowestLayer,
  type Component,
  type ModuleSet,
} from '../../src/architecture/modules';
import { rankOf } from '../../src/experiment/ranks';
import type { LayerWidths } from '../../src/architecture/config';
import { moduleWidths } from '../../src/architecture/moduleWidths';
import type { AdapterShares } from '../../src/figures/choices/adapterShares';
import { inkOn } from '../../src/figures/inkOn';
import { formatRanked, heatOf } from '../../src/figures/scores/scoreHeat';
import type { ModuleScores } from '../../src/scores/moduleScores';
import { setCells, toggleComponent, toggleLayer } from './gridSelection';
import { useGridFocus, type ButtonAt } from './useGridFocus';
import { useGridPainting } from './useGridPainting';
import { InspectedMark } from './InspectedMark';
import { COMPONENT_NAMES, spokenComponent } from './names';
import { POINTING } from './inspectAt';

export interface ModuleGridProps {
  readonly modules: ModuleSet;
  readonly method: Method;
  readonly color: string;
  readonly widths: LayerWidths;
  /** How much of its cell each adapter fills. */
  readonly shareOf: AdapterShares;
  /** Drawn as heat on the cells; null for none. */
  readonly scores: ModuleScores | null;
  /** Ranks that are shown in the cells before they are a scenario's; null for none. */
  readonly previewed: LoraScenario | null;
  readonly onChange: (modules: ModuleSet, editKey?: string) => void;
}

/** The rows of the style sheet's grid above the topmost layer: the groups, the components and the head. */
const LINES_ABOVE = 3;

export function ModuleGrid(props: ModuleGridProps) {
  const { modules, method, color, widths, shareOf, scores, previewed, onChange } = props;
  const layers = modules.length;
  const editable = method === 'lora';
  const buttonAt = useGridFocus(layers, editable);
  const painting = useGridPainting(modules, onChange);
  const heatAt = useMemo(() => heatByCell(scores), [scores]);
  return (
    <div
      className="module-grid"
      role="group"
      aria-label="Modules that carry an adapter. Arrow keys move, space toggles."
      style={
        {
          '--scenario': color,
          '--on-scenario': inkOn(color),
          '--columns': columnWidths(widths),
          '--lines': layers + LINES_ABOVE + 1,
        } as CSSProperties
      }
      data-method={method}
      data-heat={scores ? '' : undefined}
      {...POINTING}
      {...(editable ? painting : {})}
    >
      <ComponentNames modules={modules} buttonAt={buttonAt} onChange={onChange} />
      <Bar line={LINES_ABOVE} label="head" on>
        classifier <em>always trains</em>
      </Bar>
      {modules.map((_, index) => (
        <LayerRow
          key={layers - index}
          layer={layers - index}
          row={index + 1}
          {...{ modules, method, shareOf, heatAt, previewed, buttonAt, onChange }}
        />
      ))}
      <Bar line={layers + LINES_ABOVE + 1} label="input" on={method === 'full'}>
        embeddings <em>{method === 'full' ? 'train too' : 'frozen'}</em>
      </Bar>
      <BackwardReach modules={modules} method={method} />
      <InspectedMark layers={layers} linesAbove={LINES_ABOVE} />
    </div>
  );
}

/** A module's score as the grid shows it. */
interface CellHeat {
  /** 0 to 1. */
  readonly strength: number;
  readonly text: string;
}

/** By `data-cell`. */
function heatByCell(scores: ModuleScores | null): ReadonlyMap<string, CellHeat> {
  if (!scores) return new Map();
  const strengths = heatOf(scores);
  return new Map(
    scores.map((score, i) => [
      `${score.layer}.${COMPONENTS.indexOf(score.component)}`,
      { strength: strengths[i] ?? 0, text: formatRanked(score, scores) },
    ]),
  );
}

/** An adapter's size grows with its module's input and output width, so the columns have proportional widths. */
function columnWidths(widths: LayerWidths): string {
  return COMPONENTS.map((component) => {
    const { input, output } = moduleWidths(widths, component);
    return `minmax(var(--least, 0), ${input + output}fr)`;
  }).join(' ');
}

interface PartProps extends Pick<ModuleGridProps, 'modules' | 'onChange'> {
  readonly buttonAt: ButtonAt;
}

/** The headings of the columns: each toggles its component in all layers. */
function ComponentNames({ modules, buttonAt, onChange }: PartProps) {
  return (
    <>
      <span className="grid-group" style={{ gridColumn: '2 / span 4' }}>
        attention
      </span>
      <span className="grid-group" style={{ gridColumn: '6 / span 2' }}>
        feed-forward
      </span>
      {COMPONENTS.map((component, index) => (
        <button
          key={component}
          {...buttonAt(0, index + 1)}
          className="grid-header"
          style={{ gridRow: 2, gridColumn: index + 2 }}
          aria-label={`Toggle ${spokenComponent(component)} of all layers`}
          onClick={() => onChange(toggleComponent(modules, component))}
        >
          {COMPONENT_NAMES[component].short}
        </button>
      ))}
    </>
  );
}

interface LayerRowProps extends PartProps, Pick<ModuleGridProps, 'method' | 'shareOf' | 'previewed'> {
  readonly heatAt: ReadonlyMap<string, CellHeat>;
  /** The layer, 1-based from the bottom. */
  readonly layer: number;
  /** The row, 1-based from the top. */
  readonly row: number;
}

/** A layer's number, which toggles all of it, and its modules. */
function LayerRow(props: LayerRowProps) {
  const { modules, method, shareOf, heatAt, previewed, layer, row, buttonAt, onChange } = props;
  const gridRow = row + LINES_ABOVE;
  return (
    <>
      <button
        {...buttonAt(row, 0)}
        className="grid-label grid-header"
        style={{ gridRow }}
        aria-label={`Toggle all of layer ${layer}`}
        onClick={() => onChange(toggleLayer(modules, layer))}
      >
        {layer}
      </button>
      {COMPONENTS.map((component, column) => {
        const on = method === 'full' || (method === 'lora' && hasModule(modules, layer, component));
        const heat = heatAt.get(`${layer}.${column}`);
        const share = on ? shareOf(layer, component) : 1;
        const name = `Layer ${layer}, ${COMPONENT_NAMES[component].long}`;
        const rank = previewed && previewedRank(previewed, layer, component);
        return (
          <button
            key={component}
            {...buttonAt(row, column + 1)}
            className="grid-cell"
            style={
              {
                gridRow,
                gridColumn: column + 2,
                '--heat': heat?.strength,
                '--filled': share,
              } as CSSProperties
            }
            data-partial={share < 1 ? '' : undefined}
            data-explanation={heat && `${name}: ${heat.text}`}
            data-cell={`${layer}.${column}`}
            data-testid={`module-${layer}-${component}`}
            aria-pressed={on}
            aria-label={[name, heat && `score ${heat.text}`, rank !== null && `rank ${rank}`]
              .filter(Boolean)
              .join(', ')}
            // A key press has detail 0. Pointers paint, and their clicks have detail 1 or more.
            onClick={(event) => {
              if (event.detail === 0) onChange(setCells(modules, [{ layer, column }], !on));
            }}
          >
            {rank !== null && <span className="grid-rank">{rank}</span>}
          </button>
        );
      })}
    </>
  );
}

/** 0 for a module without an adapter. @param layer 1-based */
function previewedRank(scenario: LoraScenario, layer: number, component: Component): number {
  return hasModule(scenario.modules, layer, component) ? rankOf(scenario, layer - 1, component) : 0;
}

interface BarProps {
  /** The row in the style sheet's grid. */
  readonly line: number;
  readonly label: string;
  readonly on: boolean;
  readonly children: ReactNode;
}

/** A part of the model that is not a module: it spans all columns and cannot be ticked. */
function Bar({ line, label, on, children }: BarProps) {
  return (
    <>
      <span className="grid-label" style={{ gridRow: line }}>
        {label}
      </span>
      <span className="grid-bar" style={{ gridRow: line }} data-on={on ? '' : undefined}>
        {children}
      </span>
    </>
  );
}

/** A line at the right, as far down as the backward pass goes. */
function BackwardReach({ modules, method }: Pick<ModuleGridProps, 'modules' | 'method'>) {
  const layers = modules.length;
  const lowest = method === 'full' ? 0 : method === 'lora' ? lowestLayer(modules) : null;
  if (lowest === null) return null;
  const end = layers - lowest + LINES_ABOVE + 2;
  return (
    <span
      className="grid-reach"
      style={{ gridRow: `${LINES_ABOVE} / ${end}` }}
      title="How far down the backward pass goes"
    />
  );
}
