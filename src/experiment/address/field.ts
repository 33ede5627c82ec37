/** @file One setting of an experiment as a key of the address: how it is read, written and checked. */
import type { Experiment } from '../experiment';
import { plainNumber } from '../../base/format';
import { fits, type NumberRule, parseNumber, ruleText } from './rules';

/** How numbers are written: {@link plainNumber}, except where text must stay what it once was. */
export type Spelling = (value: number) => string;

/** A setting of the experiment as one key of the URL. */
export interface Field {
  /** Key in the URL. */
  readonly key: string;
  readonly label: string;
  /** Fields of one slot exclude each other: `epochs` and `steps`. */
  readonly slot: string;
  /** What a value must be, in words that complete "not ...". */
  readonly expected: string;
  /** The experiment with the value that `text` writes, or null if it writes none. */
  read(text: string, experiment: Experiment): Experiment | null;
  /** The experiment's value as text; null if another field of the slot holds it. */
  write(experiment: Experiment, spelling?: Spelling): string | null;
  /** Whether the experiment's value is one the lab can run. */
  valid(experiment: Experiment): boolean;
}

interface Access<T> {
  readonly key: string;
  readonly label: string;
  readonly slot?: string;
  readonly expected: string;
  get(experiment: Experiment): T | undefined;
  set(experiment: Experiment, value: T): Experiment;
  parse(text: string): T | null;
  format(value: T, spelling: Spelling): string;
  valid(value: T): boolean;
}

export function field<T>(access: Access<T>): Field {
  const write = (experiment: Experiment, spelling: Spelling = plainNumber) => {
    const value = access.get(experiment);
    return value === undefined ? null : access.format(value, spelling);
  };
  return {
    key: access.key,
    label: access.label,
    slot: access.slot ?? access.key,
    expected: access.expected,
    write,
    read(text, experiment) {
      const value = access.parse(text);
      return value === null ? null : access.set(experiment, value);
    },
    valid(experiment) {
      const value = access.get(experiment);
      return value === undefined || access.valid(value);
    },
  };
}

/** The parts of an access that a number's rule gives. */
export const numberAccess = (rule: NumberRule) => ({
  label: rule.label,
  expected: ruleText(rule),
  parse: (text: string) => parseNumber(rule, text),
  format: (value: number, spelling: Spelling) => spelling(value),
  valid: (value: number) => fits(rule, value),
});
