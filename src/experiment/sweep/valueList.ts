/**
 * @file Several values of one setting, as a person types them.
 *
 *     list  = value { ("," | ";" | " ") value }      1, 2, 4, 8     1 2 4 8
 *     value = number | range
 *     range = number ".." number [ step ]            1..5           1, 2, 3, 4, 5
 *     step  = ("x" | "+") number                     1..32 x2       1, 2, 4, 8, 16, 32
 *
 * Alpha's values can be multiples of the rank as well: r, 2r, 0.5r.
 */
import type { AlphaChoice } from './sweepAxes';
import { fits, type NumberRule, parseNumber, RULES, mustBe, ruleText } from '../address/rules';
import { MAX_SCENARIOS, quote } from '../validate';

/** More values of one setting make more scenarios than there can be. */
const MAX_VALUES = MAX_SCENARIOS;

export type ValueList<T> = { readonly values: readonly T[] } | { readonly message: string };

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?`;
const RANGE = new RegExp(`^(${NUMBER})\\.\\.(${NUMBER})(?:([x×*+])(${NUMBER}))?$`, 'i');

/** Reads numbers within the rule, each once, in the order of the text; an empty text holds none. */
export function parseValues(rule: NumberRule, text: string): ValueList<number> {
  return parseList(rule.label, text, (item) => {
    const range = RANGE.exec(item);
    if (range) return spread(rule, item, range);
    const value = parseNumber(rule, item);
    return value === null ? `${mustBe(rule.label, ruleText(rule))}, not ${quote(item)}.` : [value];
  });
}

/** Reads values of alpha the same way; "r" and "2r" mean multiples of the rank. */
export function parseAlphas(text: string): ValueList<AlphaChoice> {
  const rule = RULES.alpha;
  const list = parseList(rule.label, text, (item): string[] | string => {
    const times = /^(.*?)[*×]?r$/i.exec(item)?.[1];
    if (times === '') return ['r'];
    if (times !== undefined) {
      const factor = parseNumber(rule, times);
      if (factor === null) return `${rule.label}: ${quote(item)} is no multiple of the rank; write r or 2r.`;
      return [factor === 1 ? 'r' : `${factor}r`];
    }
    const numbers = parseValues(rule, item);
    if ('message' in numbers) return numbers.message.replace('must be', 'must be r, 2r or');
    return numbers.values.map(String);
  });
  if ('message' in list) return list;
  return {
    values: list.values.map((value) => {
      if (!value.endsWith('r')) return { alpha: Number(value) };
      return { timesRank: value === 'r' ? 1 : Number(value.slice(0, -1)) };
    }),
  };
}

/** @param read returns an item's values, or what is wrong with it */
function parseList<T extends string | number>(
  label: string,
  text: string,
  read: (item: string) => readonly T[] | string,
): ValueList<T> {
  const items = text
    .replace(/\s*\.\.\s*/g, '..')
    // Keeps a range's step with the range, however it is spaced.
    .replace(/(\.\.[^\s,;]+)\s*([x×*+])\s*(?=[\d.])/gi, '$1$2')
    .split(/[\s,;]+/)
    .filter((item) => item !== '');
  const values = new Set<T>();
  for (const item of items) {
    const found = read(item);
    if (typeof found === 'string') return { message: found };
    for (const value of found) values.add(value);
    if (values.size > MAX_VALUES)
      return { message: `${label}: these are more than ${MAX_VALUES} values; write fewer.` };
  }
  return { values: [...values] };
}

/** A range's values, or what is wrong with it. */
function spread(rule: NumberRule, item: string, [, low, high, sign, by]: RegExpExecArray): number[] | string {
  const wrong = [low, high].find((end) => parseNumber(rule, end ?? '') === null);
  if (wrong !== undefined) return `${mustBe(rule.label, ruleText(rule))}, not ${quote(wrong)}.`;
  const [from, to] = [Number(low), Number(high)];
  if (from > to) return `${rule.label}: ${quote(item)} goes down; write the smaller number first.`;
  if (by === undefined && !rule.whole)
    return `${rule.label}: ${quote(item)} has no step; write e.g. ${low}..${high} x2.`;
  const step = Number(by ?? 1);
  const multiplies = sign !== undefined && sign !== '+';
  if (multiplies ? step <= 1 || from <= 0 : step <= 0)
    return `${rule.label}: ${quote(item)} goes nowhere; multiply by more than 1 from above 0, or add more than 0.`;
  const values: number[] = [];
  for (let i = 0; values.length <= MAX_VALUES; i++) {
    const exact = multiplies ? from * step ** i : from + step * i;
    // Rounds so that 0.1 + 0.2 gives 0.3.
    const value = Number(exact.toPrecision(12));
    if (value > to) break;
    if (!fits(rule, value)) return `${mustBe(rule.label, ruleText(rule))}, not ${value} of ${quote(item)}.`;
    values.push(value);
  }
  return values;
}
