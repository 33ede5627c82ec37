/** @file Colours and type of the pictures: white paper for print, dark as the page. */
import { mix } from './mix';

export type ThemeName = 'light' | 'dark';

export interface Theme {
  readonly paper: string;
  readonly ink: string;
  /** For what explains. */
  readonly quiet: string;
  readonly line: string;
  readonly strong: string;
}

export const THEMES: Readonly<Record<ThemeName, Theme>> = {
  light: { paper: '#ffffff', ink: '#23211d', quiet: '#5f5a52', line: '#e4dfd5', strong: '#a8a093' },
  dark: { paper: '#161513', ink: '#f1ece2', quiet: '#aaa396', line: '#302d29', strong: '#67625a' },
};

/** Kinds of memory are shades of the scenario's colour, as on the page: colour keeps meaning scenario. */
export function memoryShades(color: string, { ink, paper }: Theme): readonly string[] {
  return [
    color,
    mix(color, 0.82, ink),
    mix(color, 0.76, paper),
    mix(color, 0.58, paper),
    mix(color, 0.4, paper),
    mix(color, 0.2, paper),
  ];
}
