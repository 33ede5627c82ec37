/** @file The scenarios' choices side by side, each as a small module grid: which modules carry an adapter, and what else trains. */
import type { LayerWidths } from '../../architecture/config';
import { COMPONENTS, hasModule } from '../../architecture/modules';
import { moduleWidths } from '../../architecture/moduleWidths';
import { plainNumber } from '../../base/format';
import { rateOfB, type Scenario } from '../../experiment/experiment';
import { describeScenario } from '../../experiment/formatModules';
import { rankText } from '../../experiment/ranks';
import { joinSentences, type Figure } from '../figure';
import { adapterShares, hasPartialCells } from './adapterShares';

export interface ChoicesFigure extends Figure {
  /** The size of a grid, in units of its own. */
  readonly box: { readonly width: number; readonly height: number };
  readonly choices: readonly Choice[];
}

export interface Choice {
  readonly scenario: Scenario;
  /** "r=8", "r=2 to 8, PiSSA, LoRA+ 16"; empty where no adapter has a rank. */
  readonly note: string;
  readonly description: string;
  readonly rects: readonly ChoiceRect[];
}

export interface ChoiceRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Whether it trains. */
  readonly on: boolean;
}

export interface ChoicesOptions {
  /** The model's widths; null if not known. */
  readonly widths: LayerWidths | null;
  /** The model's layers, where no scenario tells. */
  readonly layers: number;
}

const WIDTH = 84;
const ROW = 8;
const BAR = 6;
const GAP = 1.2;
/** The usual proportion of an encoder. */
const USUAL: LayerWidths = { hidden: 1, intermediate: 4 };

export function choicesFigure(
  scenarios: readonly Scenario[],
  { widths, layers: known }: ChoicesOptions,
): ChoicesFigure {
  const layers = scenarios.reduce(
    (most, scenario) => (scenario.method === 'lora' ? Math.max(most, scenario.modules.length) : most),
    known,
  );
  const columns = columnsOf(widths ?? USUAL);
  return {
    title: 'The choices',
    caption: joinSentences(
      'Filled cells train: from the bottom up the embeddings, the layers with query, key, value, attention output, up and down, and the classifier.',
      'A cell is as wide as its adapter is large.',
      scenarios.some(hasPartialCells) ? 'Where ranks differ, its filled part is.' : '',
    ),
    description: scenarios.map((scenario) => `${scenario.name}: ${describeScenario(scenario)}.`).join(' '),
    box: { width: WIDTH, height: layers * ROW + 2 * (BAR + 2 * GAP) },
    choices: scenarios.map((scenario) => ({
      scenario,
      note: noteOf(scenario),
      description: `${scenario.name}: ${describeScenario(scenario)}`,
      rects: rectsOf(scenario, layers, columns),
    })),
  };
}

function noteOf(scenario: Scenario): string {
  if (scenario.method !== 'lora') return '';
  return [
    `r=${rankText(scenario)}`,
    ...(scenario.pissa ? ['PiSSA'] : []),
    ...(scenario.dora ? ['DoRA'] : []),
    ...(rateOfB(scenario) === 1 ? [] : [`LoRA+ ${plainNumber(rateOfB(scenario))}`]),
  ].join(', ');
}

interface Extent {
  readonly x: number;
  readonly width: number;
}

/** An adapter's size grows with its module's input and output width, and so does its cell. */
function columnsOf(widths: LayerWidths): readonly Extent[] {
  const sizes = COMPONENTS.map((component) => {
    const { input, output } = moduleWidths(widths, component);
    return input + output;
  });
  const all = sizes.reduce((sum, size) => sum + size, 0);
  let from = 0;
  return sizes.map((size) => {
    const x = from;
    from += (WIDTH * size) / all;
    return { x: x + GAP / 2, width: from - x - GAP };
  });
}

function rectsOf(scenario: Scenario, layers: number, columns: readonly Extent[]): ChoiceRect[] {
  const full = scenario.method === 'full';
  const top = BAR + 2 * GAP;
  const bar = { x: GAP / 2, width: WIDTH - GAP, height: BAR };
  const shareOf = adapterShares(scenario);
  const cells = Array.from({ length: layers }, (_, i) => layers - i).flatMap((layer, row) =>
    COMPONENTS.flatMap((component, column): ChoiceRect[] => {
      const { x, width } = columns[column] ?? { x: 0, width: 0 };
      const line = { y: top + row * ROW + GAP / 2, height: ROW - GAP };
      const on = full || (scenario.method === 'lora' && hasModule(scenario.modules, layer, component));
      const share = shareOf(layer, component);
      const filled = { x, width: width * share, ...line, on };
      return share === 1
        ? [filled]
        : [filled, { x: x + filled.width, width: width - filled.width, ...line, on: false }];
    }),
  );
  return [{ ...bar, y: 0, on: true }, ...cells, { ...bar, y: top + layers * ROW + 2 * GAP, on: full }];
}
