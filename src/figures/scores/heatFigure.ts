/** @file The figure of scores: the grid of modules, a stronger colour for a larger score. */
import { COMPONENTS, hasModule, type Component, type ModuleSet } from '../../architecture/modules';
import type { ModuleScore, ModuleScores } from '../../scores/moduleScores';
import { joinSentences, type Figure } from '../figure';
import type { Paint } from '../theme';
import { formatRanked, formatScoreValue, heatOf, isByLogarithm } from './scoreHeat';

export interface HeatCell {
  readonly paint: Paint;
  readonly text: string;
  /** For people who point at it: the module, its score and its rank. */
  readonly title: string;
  /** Whether the open scenario adapts the module. */
  readonly isTicked: boolean;
}

export interface HeatFigure extends Figure {
  readonly columns: readonly string[];
  /** The topmost layer first; a cell is null if its module was not scored. */
  readonly rows: readonly { readonly head: string; readonly cells: readonly (HeatCell | null)[] }[];
  /** The ends of the colours, and the colours between them, from the least to the most. */
  readonly legend: { readonly least: string; readonly most: string; readonly ramp: readonly Paint[] };
}

export interface HeatOptions {
  /** What the score is called. */
  readonly name: string;
  /** What it measures, in sentences. */
  readonly meaning: string;
  /** The request, as in the address. */
  readonly request: string;
  /** Of the model; null if it is not known: as many as are scored. */
  readonly layers: number | null;
  /** The modules of the open scenario; none are marked if left out. */
  readonly ticked?: ModuleSet;
}

const NAMES: Readonly<Record<Component, string>> = {
  query: 'query',
  key: 'key',
  value: 'value',
  attentionOutput: 'out',
  up: 'up',
  down: 'down',
};
const RAMP_STEPS = 24;

const heatPaint = (strength: number): Paint => ({
  of: 'orange',
  share: 0.04 + 0.96 * strength,
  with: 'paper',
});

/** @param scores at least one */
export function heatFigure(
  scores: ModuleScores,
  { name, meaning, request, layers, ticked = [] }: HeatOptions,
): HeatFigure {
  const strengths = heatOf(scores);
  const cells = new Map(
    scores.map((score, i) => [
      `${score.layer} ${score.component}`,
      cellOf(score, scores, strengths[i] ?? 0, hasModule(ticked, score.layer, score.component)),
    ]),
  );
  const top = layers ?? Math.max(...scores.map(({ layer }) => layer));
  const values = scores.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const best = scores.find(({ value }) => value === most);
  return {
    title: `Scores of modules: ${name}`,
    caption: joinSentences(
      meaning,
      `A stronger colour is a larger score, ${isByLogarithm(scores) ? 'by the logarithm' : 'by the value'}.`,
      [...cells.values()].some(({ isTicked }) => isTicked)
        ? 'A ring marks the modules of the open scenario.'
        : '',
      `score=${request}.`,
    ),
    description: `${scores.length} modules have scores from ${formatScoreValue(least)} to ${formatScoreValue(most)}; the largest is that of layer ${best?.layer ?? 0}, ${NAMES[best?.component ?? 'query']}.`,
    columns: COMPONENTS.map((component) => NAMES[component]),
    rows: Array.from({ length: top }, (_, index) => ({
      head: String(top - index),
      cells: COMPONENTS.map((component) => cells.get(`${top - index} ${component}`) ?? null),
    })),
    legend: {
      ...{ least: formatScoreValue(least), most: formatScoreValue(most) },
      ramp: Array.from({ length: RAMP_STEPS }, (_, step) => heatPaint(step / (RAMP_STEPS - 1))),
    },
  };
}

function cellOf(score: ModuleScore, all: ModuleScores, strength: number, isTicked: boolean): HeatCell {
  return {
    paint: heatPaint(strength),
    text: formatScoreValue(score.value),
    title: `Layer ${score.layer}, ${NAMES[score.component]}: ${formatRanked(score, all)}`,
    isTicked,
  };
}
