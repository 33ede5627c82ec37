/**
 * @file Colours of the figures. A mark's colour is a {@link Paint}, which says what the colour is made of: the page turns
 * it into CSS that follows the page's theme, a picture into the colour on its own paper.
 */
import { mix } from './mix';

export type ThemeName = 'light' | 'dark';

export interface Theme {
  readonly paper: string;
  readonly ink: string;
  /** The colour of explanations. */
  readonly quiet: string;
  readonly line: string;
  readonly strong: string;
  /** The colour of what is ahead, or high. All eyes tell it from orange. */
  readonly blue: string;
  /** The colour of what is behind. */
  readonly orange: string;
}

/** White paper is for print. The page's own paper, ink and lines are defined in app/styles/base.css. */
export const THEMES: Readonly<Record<ThemeName, Theme>> = {
  light: {
    ...{ paper: '#ffffff', ink: '#23211d', quiet: '#5f5a52', line: '#e4dfd5', strong: '#a8a093' },
    ...{ blue: '#2458a8', orange: '#a04a00' },
  },
  dark: {
    ...{ paper: '#161513', ink: '#f1ece2', quiet: '#aaa396', line: '#302d29', strong: '#67625a' },
    ...{ blue: '#7fb0ff', orange: '#ffb070' },
  },
};

type Role = keyof Theme;

/** The name of one of the theme's colours, or a scenario's own colour as `#rrggbb`. */
type PlainPaint = Role | (string & {});

/** A plain colour, or a share of one with the rest from the theme, mixed in OKLab. */
export type Paint = PlainPaint | MixedPaint;

interface MixedPaint {
  readonly of: PlainPaint;
  /** The share of the colour, in [0, 1]. */
  readonly share: number;
  readonly with: Role;
}

/** Kinds of memory are shades of the scenario's colour, so that colour keeps meaning scenario. */
export function memoryPaints(of: PlainPaint): readonly Paint[] {
  return [
    of,
    { of, share: 0.82, with: 'ink' },
    { of, share: 0.76, with: 'paper' },
    { of, share: 0.58, with: 'paper' },
    { of, share: 0.4, with: 'paper' },
    { of, share: 0.2, with: 'paper' },
  ];
}

/** The colour on a picture's paper, `#rrggbb`. */
export function colorOf(paint: Paint, theme: Theme): string {
  if (typeof paint === 'object') return mix(colorOf(paint.of, theme), paint.share, theme[paint.with]);
  return isRole(paint) ? theme[paint] : paint;
}

const isRole = (paint: PlainPaint): paint is Role => paint in THEMES.light;

/** The page's names for the colours that its style sheets set. */
const VARIABLES: Readonly<Partial<Record<Role, string>>> = {
  ...{ paper: 'var(--paper)', ink: 'var(--ink)', quiet: 'var(--ink-2)' },
  ...{ line: 'var(--line)', strong: 'var(--line-strong)' },
};

/** The colour as CSS that follows the page's theme. */
export function cssColor(paint: Paint): string {
  if (typeof paint === 'object')
    return `color-mix(in oklab, ${cssColor(paint.of)} ${Number((paint.share * 100).toFixed(2))}%, ${cssColor(paint.with)})`;
  if (!isRole(paint)) return paint;
  return VARIABLES[paint] ?? `light-dark(${THEMES.light[paint]}, ${THEMES.dark[paint]})`;
}
