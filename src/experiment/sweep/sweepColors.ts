/** @file Colours of a sweep's scenarios: all different while the palette lasts, then in families. */
import { colorAt, nextColor, SCENARIO_COLORS } from '../colors';
import type { Scenario } from '../experiment';

/** A scenario with its position in the sweep. */
export interface Expansion {
  readonly scenario: Scenario;
  /** The scenario that it was made from, by its 0-based position. */
  readonly base: number;
  /** 0-based position on each swept axis that applies. */
  readonly path: readonly number[];
}

/**
 * Four lightness steps of each of the first palette colours. They keep the hue and are as far apart as a contrast of
 * 3:1 to both pages allows. colors.test.ts measures them. Further colours' steps would meet under colour-blind sight.
 */
export const SHADES = [
  ['#0469a5', '#2178b6', '#3589c7', '#4799d8'], // blue
  ['#c80f1a', '#db2e2d', '#ee433d', '#ff5b52'], // red
  ['#9329d7', '#a33ee9', '#b251fb', '#bd6eff'], // violet
  ['#875c00', '#9b6a03', '#b07900', '#c48807'], // ochre
] as const;

/**
 * One colour for each scenario. As long as the palette has enough, every scenario has a colour of its own. Beyond that,
 * colours must repeat, and then they carry meaning: the hue shows which scenario it was made from (or the first axis'
 * value, if all were made from one), and the shade shows the value of the next axis.
 * @param kept scenarios that stay in the experiment beside the sweep's
 */
export function sweepColors(sweep: readonly Expansion[], kept: readonly Pick<Scenario, 'color'>[]): string[] {
  if (sweep.length + kept.length <= SCENARIO_COLORS.length) {
    const used = [...kept];
    for (let i = 0; i < sweep.length; i++) used.push({ color: nextColor(used) });
    return used.slice(kept.length).map(({ color }) => color);
  }
  const fromMany = new Set(sweep.map(({ base }) => base)).size > 1;
  const positions = sweep.map(({ base, path }) => (fromMany ? [base, ...path] : path));
  const hues = 1 + Math.max(...positions.map(([hue = 0]) => hue));
  const swept = Math.max(...positions.map((position) => position.length));
  if (swept < 2) return sweep.map((_, i) => colorAt(kept.length + i));
  if (hues > SHADES.length) return positions.map(([hue = 0]) => colorAt(hue));
  const most = Math.max(1, ...positions.map(([, shade = 0]) => shade));
  return positions.map(([hue = 0, shade]) => {
    const shades = SHADES[hue] ?? [];
    return (
      (shade === undefined ? undefined : shades[Math.round((shade / most) * (shades.length - 1))]) ??
      colorAt(hue)
    );
  });
}
