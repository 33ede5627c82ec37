/** @file Scenario colours that stay apart: on light and dark pages, and for colour-blind people. */
import type { NonEmpty } from '../base/groupBy';
import type { Scenario } from './experiment';

/**
 * The palette in the order of use; the earlier colours are the furthest apart. They were found by a search over sRGB
 * for the largest minimum distance in OKLab under normal sight and simulated protanopia, deuteranopia and tritanopia
 * (Machado et al. 2009), among colours with a contrast of 3:1 or more (WCAG 2.2, 1.4.11) to both white and `#14161a`.
 * colors.test.ts measures both.
 */
export const SCENARIO_COLORS: NonEmpty<string> = [
  '#1f77b4', // blue
  '#d62728', // red
  '#b655ff', // violet
  '#c28600', // ochre
  '#926161', // brown
  '#f36179', // salmon
  '#8631e7', // indigo
  '#9286ce', // lavender
  '#559e92', // teal
  '#c2319e', // magenta
];

/** The colour of a scenario that has none of its own, by its position (0-based) in the experiment. */
export function colorAt(position: number): string {
  return SCENARIO_COLORS[position % SCENARIO_COLORS.length] ?? SCENARIO_COLORS[0];
}

/** The first palette colour that the scenarios use least. */
export function nextColor(scenarios: readonly Pick<Scenario, 'color'>[]): string {
  const uses = (color: string): number =>
    scenarios.filter((scenario) => scenario.color.toLowerCase() === color).length;
  return SCENARIO_COLORS.reduce((best, color) => (uses(color) < uses(best) ? color : best));
}

export function isHexColor(text: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(text);
}
