/** @file Reads what a figure shows from the markup of the page and of a saved picture. */
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect } from 'vitest';

/** The page's own drawing, without a browser. */
export const page = (element: ReactElement): string => renderToStaticMarkup(element);

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#x27': "'",
  '#39': "'",
};

/** The words of a text, in no order. */
export function wordsOf(markup: string): Set<string> {
  const seen = markup.replace(/<(title|desc)>.*?<\/\1>/g, '').replace(/<[^>]*>/g, ' ');
  const text = seen.replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
  return new Set(text.split(/[\s,]+/).filter((word) => word !== ''));
}

/** The line at the foot of a picture. */
const FOOT =
  'LoRA Lab 9.8.7 · model \u2068roberta-mini\u2069 data \u2068review-sentences\u2069 1,000 validation sentences n = 0 to 6 trials a scenario';

interface Apart {
  /** Words that only the page has: the labels of buttons, and texts for screen readers only. */
  readonly pageOnly?: string;
  readonly pictureOnly?: string;
}

export function expectSameTexts(
  shown: string,
  svg: string,
  { pageOnly = '', pictureOnly = '' }: Apart,
): void {
  const [ofPage, ofPicture] = [wordsOf(shown), wordsOf(svg)];
  const without = (words: Set<string>, ...others: Set<string>[]): string[] =>
    [...words].filter((word) => !others.some((other) => other.has(word)));
  expect(without(ofPage, ofPicture, wordsOf(`Save ▾ ${pageOnly}`))).toEqual([]);
  expect(without(ofPicture, ofPage, wordsOf(`${FOOT} ${pictureOnly}`))).toEqual([]);
}

/** The numbers that a pattern finds, one group each. */
export const numbers = (markup: string, pattern: RegExp): number[] =>
  [...markup.matchAll(pattern)].map(([, number]) => Number(number));

export interface Tick {
  readonly text: string;
  readonly x: number;
}

/** The texts of ticks and their positions; the pattern finds the position first. */
export const ticksBy = (markup: string, pattern: RegExp): Tick[] =>
  [...markup.matchAll(pattern)].map(([, x, text = '']) => ({ text, x: Number(x) }));

/** Positions as shares of the way from the first tick to the last. */
export function relative(positions: readonly number[], ticks: readonly Tick[]): number[] {
  const [first, last] = [ticks[0]?.x ?? NaN, ticks.at(-1)?.x ?? NaN];
  return positions.map((x) => (x - first) / (last - first));
}

export function expectSamePositions(a: readonly number[], b: readonly number[], least = 1): void {
  expect(a.length).toBeGreaterThanOrEqual(least);
  expect(b).toHaveLength(a.length);
  for (const [i, x] of a.entries()) expect(b[i]).toBeCloseTo(x, 3);
}
