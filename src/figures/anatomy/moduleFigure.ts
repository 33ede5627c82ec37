/** @file One module in the numbers of its model: the frozen matrix, its adapter, and what multiplies what. */
import { count, percent, plainNumber } from '../../base/format';
import type { LayerWidths } from '../../architecture/config';
import { COMPONENTS, hasModule, lowestLayer, type Component } from '../../architecture/modules';
import { moduleWidths } from '../../architecture/moduleWidths';
import type { Scenario } from '../../experiment/experiment';
import { COMPONENT_NAMES } from '../../experiment/formatModules';
import { alphaAt, rankOf } from '../../experiment/ranks';
import { joinSentences, type Figure } from '../figure';

/** A module of the encoder. */
export interface ModulePlace {
  /** 1-based. */
  readonly layer: number;
  readonly component: Component;
}

/** `adapter`: A and B train beside W. `none`: it carries no adapter. `head`: only the head trains. `full`: W trains. */
export type ModuleState = 'adapter' | 'none' | 'head' | 'full';

export interface Matrix {
  readonly rows: number;
  readonly columns: number;
}

export interface ModuleFigure extends Figure, ModulePlace {
  readonly state: ModuleState;
  readonly color: string;
  /** The name: "Layer 7, query". */
  readonly name: string;
  readonly weight: Matrix;
  /** A is [r, d_in], B is [d_out, r]; null unless there is an adapter. */
  readonly adapter: { readonly rank: number; readonly a: Matrix; readonly b: Matrix } | null;
  /** What the module computes: "h = W x + b + (α / r) B A x". */
  readonly formula: string;
  /** What the factor in the formula comes to: "α / r = 8 / 8 = 1"; or what happens instead. */
  readonly factor: string;
  /** How many parameters train, in two lines; null where none of the module's do. */
  readonly counted: readonly [string, string] | null;
  /** Trained parameters over those of W. */
  readonly share: number;
  /** For each component of the layer, whether it trains. */
  readonly trains: Readonly<Record<Component, boolean>>;
}

/** The module that is shown before a person has pointed at one: the lowest with an adapter. */
export function lowestModule(scenario: Scenario, layers: number): ModulePlace {
  if (scenario.method === 'full') return { layer: 1, component: 'query' };
  const lowest = scenario.method === 'lora' ? lowestLayer(scenario.modules) : null;
  const component =
    scenario.method === 'lora' && lowest !== null ? scenario.modules[lowest - 1]?.[0] : undefined;
  return { layer: lowest ?? layers, component: component ?? 'query' };
}

export function moduleFigure(
  scenario: Scenario,
  { layer, component }: ModulePlace,
  widths: LayerWidths,
): ModuleFigure {
  const { input, output } = moduleWidths(widths, component);
  const state = stateOf(scenario, layer, component);
  const weight = { rows: output, columns: input };
  const rank =
    state === 'adapter' && scenario.method === 'lora' ? rankOf(scenario, layer - 1, component) : null;
  const adapter =
    rank === null ? null : { rank, a: { rows: rank, columns: input }, b: { rows: output, columns: rank } };
  const magnitudes = rank !== null && hasMagnitudes(scenario) ? output : 0;
  const trained =
    rank === null ? (state === 'full' ? output * input + output : 0) : rank * (input + output) + magnitudes;
  const name = `Layer ${layer}, ${COMPONENT_NAMES[component]}`;
  const share = trained / (output * input);
  const counted = countedLines({ state, rank, input, output, magnitudes, trained, share });
  const factor = factorText(scenario, state, rank ?? 0);
  const formula = formulaOf(scenario, state);
  const description = describe({ state, name, input, output, magnitudes, rank, counted, formula, factor });
  return {
    ...{
      title: name,
      name,
      layer,
      component,
      state,
      weight,
      adapter,
      formula,
      factor,
      counted,
      share,
      description,
    },
    color: scenario.color,
    caption: magnitudes > 0 ? WITH_MAGNITUDES : CAPTIONS[state],
    trains: Object.fromEntries(
      COMPONENTS.map((each) => [each, ['adapter', 'full'].includes(stateOf(scenario, layer, each))]),
    ) as Record<Component, boolean>,
  };
}

const CAPTIONS: Readonly<Record<ModuleState, string>> = {
  adapter: 'W stays as it was pre-trained. A makes the input narrow, B wide again; only these two train.',
  none: 'This module has no adapter: W alone computes, frozen. Tick its cell to adapt it.',
  head: 'Only the classifier on top trains. W stays frozen, and there is no A and no B.',
  full: 'W itself moves, every number of it, and b too. There is no A and no B.',
};

/** With DoRA. */
const WITH_MAGNITUDES =
  'W stays as it was pre-trained. A and B turn its rows, and m says how long each is; only these three train.';

const hasMagnitudes = (scenario: Scenario): boolean => scenario.method === 'lora' && Boolean(scenario.dora);

function stateOf(scenario: Scenario, layer: number, component: Component): ModuleState {
  if (scenario.method === 'full') return 'full';
  if (scenario.method === 'classifier') return 'head';
  return hasModule(scenario.modules, layer, component) ? 'adapter' : 'none';
}

const isStabilised = (scenario: Scenario): boolean => scenario.method === 'lora' && scenario.rsLora;

function formulaOf(scenario: Scenario, state: ModuleState): string {
  if (state !== 'adapter') return 'h = W x + b';
  // The line of the factor says what V is.
  if (hasMagnitudes(scenario)) return 'h = m V x / |V| + b';
  return `h = W x + b + (${scalingText(scenario)}) B A x`;
}

const scalingText = (scenario: Scenario): string => (isStabilised(scenario) ? 'α / √r' : 'α / r');

/** @param rank the module's own */
function factorText(scenario: Scenario, state: ModuleState, rank: number): string {
  if (scenario.method !== 'lora' || state !== 'adapter')
    return {
      none: 'no adapter: tick the cell',
      head: 'no adapter: only the head trains',
      full: 'W and b train',
      adapter: '',
    }[state];
  const { rsLora } = scenario;
  const alpha = Number(alphaAt(scenario, rank).toPrecision(6));
  const value = Number((alpha / (rsLora ? Math.sqrt(rank) : rank)).toPrecision(3));
  const changed = hasMagnitudes(scenario) ? `V = W + (${scalingText(scenario)}) B A, ` : '';
  return rsLora
    ? `${changed}α / √r = ${plainNumber(alpha)} / √${rank} = ${plainNumber(value)}`
    : `${changed}α / r = ${plainNumber(alpha)} / ${rank} = ${plainNumber(value)}`;
}

interface Counted {
  readonly state: ModuleState;
  readonly rank: number | null;
  readonly input: number;
  readonly output: number;
  /** How many of them DoRA trains. */
  readonly magnitudes: number;
  readonly trained: number;
  readonly share: number;
}

function countedLines({
  state,
  rank,
  input,
  output,
  magnitudes,
  trained,
  share,
}: Counted): readonly [string, string] | null {
  const of = `${percent(share)} of W’s ${count(input * output)}`;
  if (state === 'full') return [`${count(trained)} train`, 'all of W and b'];
  const more = magnitudes > 0 ? ` + ${magnitudes}` : '';
  return rank === null ? null : [`${rank} × (${input} + ${output})${more} = ${count(trained)}`, of];
}

interface Described extends Pick<ModuleFigure, 'state' | 'name' | 'counted' | 'formula' | 'factor'> {
  readonly input: number;
  readonly output: number;
  readonly magnitudes: number;
  readonly rank: number | null;
}

/** The picture in sentences, with all its numbers. */
function describe({
  state,
  name,
  input,
  output,
  magnitudes,
  rank,
  counted,
  formula,
  factor,
}: Described): string {
  const others = magnitudes > 0 ? `, and ${magnitudes} magnitudes m` : '';
  const matrix = `W is ${output} × ${input}`;
  if (state === 'adapter' && rank !== null && counted)
    return joinSentences(
      `${name}: ${matrix} and stays frozen; A, ${rank} × ${input}, and B, ${output} × ${rank}${others}, train.`,
      `These are ${counted[0]} parameters, ${counted[1]}.`,
      `The module computes ${formula}, where ${factor}.`,
    );
  return joinSentences(
    `${name}: ${matrix}.`,
    CAPTIONS[state],
    counted ? `${counted[0]}.` : '',
    `The module computes ${formula}.`,
  );
}
