/** @file The contents of the form of a recommendation, and the race that they ask for. */
import { plainNumber } from '../../src/base/format';
import { RULES, type NumberRule } from '../../src/experiment/address/rules';
import { CANDIDATE_SETS, type CandidateSet } from '../../src/race/candidates';
import { COST_KINDS, type CostKind } from '../../src/race/costs';
import type { RaceAsked } from '../../src/race/race';
import { parseNumber } from '../ui/numbers';

export const TEXT_FIELDS = [...COST_KINDS, 'delta', 'budget'] as const;
/** A field of text: the limit on a kind of cost, the smallest difference that matters, or the time. */
export type TextField = (typeof TEXT_FIELDS)[number];

export interface RecommendForm {
  readonly cheap: CostKind;
  readonly candidates: CandidateSet;
  /** As typed. Units: megabytes, percent of all parameters, minutes a trial; points; minutes. */
  readonly texts: Readonly<Record<TextField, string>>;
}

export interface ReadRecommendForm {
  /** Null as long as a field is wrong. */
  readonly asked: RaceAsked | null;
  readonly messages: Readonly<Partial<Record<TextField, string>>>;
}

const above0 = (label: string, max: number): NumberRule => ({
  ...{ label, min: 0, max, whole: false, excluded: 'min' },
});
const FIELD_RULES: Readonly<Record<TextField, NumberRule>> = {
  memory: above0('Memory', 1_000_000),
  parameters: above0('Parameters', 1000),
  time: above0('Time', 100_000),
  delta: RULES.delta,
  budget: above0('Time for the race', 100_000),
};

/** Minutes: what the advice for the embedded model may take on a software adapter. */
const USUAL_BUDGET = '15';

/** @param delta the smallest difference that matters, as the experiment has it, in points */
export function initialForm(delta: number): RecommendForm {
  const texts = { memory: '', parameters: '', time: '', delta: plainNumber(delta), budget: USUAL_BUDGET };
  return { cheap: 'memory', candidates: 'short', texts };
}

/** @param total parameters of the whole model, of which the limit is a share; null while they are not known */
export function readForm(
  { cheap, candidates, texts }: RecommendForm,
  total: number | null,
): ReadRecommendForm {
  const messages: Partial<Record<TextField, string>> = {};
  const read = (field: TextField): number | null => {
    if (texts[field].trim() === '' && field !== 'delta') return null;
    const parsed = parseNumber(texts[field], FIELD_RULES[field]);
    if ('value' in parsed) return parsed.value;
    messages[field] = parsed.message;
    return null;
  };
  const scaled = (field: TextField, unit: number): number | null => {
    const value = read(field);
    return value === null ? null : value * unit;
  };
  const limits = {
    memory: scaled('memory', 1e6),
    parameters: scaled('parameters', (total ?? 0) / 100),
    time: scaled('time', 60),
  };
  const [delta, budget] = [scaled('delta', 0.01), scaled('budget', 60)];
  const isKnown = limits.parameters === null || total !== null;
  const isValid = delta !== null && isKnown && Object.keys(messages).length === 0;
  return {
    asked: isValid ? { measure: 'accuracy', cheap, limits, candidates, delta, budget } : null,
    messages,
  };
}

/** Reads a form that was kept as JSON. @returns null if it is none */
export function parseForm(value: unknown): RecommendForm | null {
  if (typeof value !== 'object' || value === null) return null;
  const { cheap, candidates, texts } = value as Readonly<Record<string, unknown>>;
  const kind = COST_KINDS.find((one) => one === cheap);
  const set = CANDIDATE_SETS.find((one) => one === candidates);
  if (!kind || !set || typeof texts !== 'object' || texts === null) return null;
  const kept = texts as Readonly<Record<string, unknown>>;
  const [memory, parameters, time, delta, budget] = TEXT_FIELDS.map((field) => kept[field]).filter(
    (text) => typeof text === 'string',
  );
  if (memory === undefined || parameters === undefined || time === undefined) return null;
  if (delta === undefined || budget === undefined) return null;
  return { cheap: kind, candidates: set, texts: { memory, parameters, time, delta, budget } };
}
