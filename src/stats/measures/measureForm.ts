/** @file How the values of each measure are called and written: shares in percent, an MCC as the plain number that it is. */
import { percent, points, signedPoints } from '../../base/format';
import type { Measure } from '../../experiment/experiment';
import { tickTexts } from '../densities/axis';
import type { Interval } from '../interval';

/** Values and differences are as {@link valueFromConfusion} gives them. */
export interface MeasureForm {
  /** As within a sentence: "accuracy", "macro-F1", "MCC". */
  readonly name: string;
  /** As the head of a column: "Accuracy", "Macro-F1", "MCC". */
  readonly head: string;
  /** The lowest value that it can have; the highest is 1. */
  readonly lowest: 0 | -1;
  /** The unit of differences, short and in full: "points", "percentage points"; "units of MCC". */
  readonly unit: string;
  readonly fullUnit: string;
  /** "87.4 %"; "0.748". */
  readonly value: (value: number) => string;
  /** A value without its unit: "87.4"; "0.748". */
  readonly bare: (value: number) => string;
  /** A spread or an unsigned difference: "1.1 points"; "0.011". */
  readonly amount: (amount: number, moreDigits?: number) => string;
  /** The same without its unit: "1.1"; "0.011". */
  readonly bareAmount: (amount: number) => string;
  /** A difference with its sign and without its unit: "+1.1"; "+0.011". */
  readonly signed: (difference: number, moreDigits?: number) => string;
  /** Labels of an axis: "80 %"; "0.8". */
  readonly ticks: (axis: { readonly ticks: readonly number[] }) => string[];
}

/** "89.1 to 92.3 %", "0.781 to 0.846". */
export function formatRange({ from, to }: Interval, { bare, value }: MeasureForm): string {
  return `${bare(from)} to ${value(to)}`;
}

/** An interval as far as values of the measure can lie in it, whatever Student's t says. */
export function formatInterval({ from, to }: Interval, form: MeasureForm): string {
  return formatRange({ from: Math.max(form.lowest, from), to: Math.min(1, to) }, form);
}

const IN_PERCENT = {
  lowest: 0,
  unit: 'points',
  fullUnit: 'percentage points',
  value: (value) => percent(value),
  bare: (value) => (value * 100).toFixed(1),
  amount: (amount, moreDigits = 0) => points(amount, 1 + moreDigits),
  bareAmount: (amount) => (amount * 100).toFixed(1),
  signed: (difference, moreDigits = 0) => signedPoints(difference, 1 + moreDigits),
  ticks: tickTexts,
} as const satisfies Partial<MeasureForm>;

/** Digits of a correlation, as many as a percentage with one decimal has. */
const DIGITS = 3;
const withMinus = (text: string): string =>
  Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');

export const MEASURE_FORMS: Readonly<Record<Measure, MeasureForm>> = {
  accuracy: { ...IN_PERCENT, name: 'accuracy', head: 'Accuracy' },
  macroF1: { ...IN_PERCENT, name: 'macro-F1', head: 'Macro-F1' },
  balancedAccuracy: { ...IN_PERCENT, name: 'balanced accuracy', head: 'Balanced accuracy' },
  mcc: {
    name: 'MCC',
    head: 'MCC',
    lowest: -1,
    unit: 'units of MCC',
    fullUnit: 'units of MCC',
    value: (value) => withMinus(value.toFixed(DIGITS)),
    bare: (value) => withMinus(value.toFixed(DIGITS)),
    amount: (amount, moreDigits = 0) => amount.toFixed(DIGITS + moreDigits),
    bareAmount: (amount) => amount.toFixed(DIGITS),
    signed(difference, moreDigits = 0) {
      const text = Math.abs(difference).toFixed(DIGITS + moreDigits);
      if (Number(text) === 0) return text;
      return `${difference < 0 ? '−' : '+'}${text}`;
    },
    ticks({ ticks }) {
      const isWhole = (digits: number): boolean =>
        ticks.every((tick) => Math.abs(Number(tick.toFixed(digits)) - tick) < 1e-9);
      const digits = [1, 2].find(isWhole) ?? DIGITS;
      return ticks.map((tick) => withMinus(tick.toFixed(digits)));
    },
  },
};
