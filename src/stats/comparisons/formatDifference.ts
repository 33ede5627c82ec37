/** @file Texts of a difference between two scenarios: short in a cell of the matrix, and in full. */
import { intervalOf, type Comparison } from './comparison';
import type { Difference, Differences, JudgingRules } from './differences';
import { FIRST_LOOK, levelOf, nextLook } from './looks';
import { MOST_SEEDS, seedsNeeded } from './power';
import { signFlipP } from './signFlip';
import { seedPartOf, standardErrorOf } from './twoSources';
import type { Verdict } from './verdict';
import { MEASURE_FORMS, type MeasureForm } from '../measures/measureForm';
import { count, percent, withUnit } from '../../base/format';

/** The direction in which the first scenario differs. */
export type Side = 'ahead' | 'behind';

export interface Cell {
  readonly difference: string;
  readonly interval: string;
  readonly word: string;
  readonly verdict: Verdict;
  readonly isSlight: boolean;
  readonly side: Side;
}

type Rules = Pick<JudgingRules, 'plan' | 'delta' | 'measure'>;
const formOf = ({ measure = 'accuracy' }: Rules): MeasureForm => MEASURE_FORMS[measure];

/** The row's scenario seen from the column's; `turned` if the difference was taken the other way round. */
export function cellOf({ comparison, verdict, isSlight }: Difference, turned: boolean, rules: Rules): Cell {
  const sign = turned ? -1 : 1;
  const { signed } = formOf(rules);
  const { difference } = comparison;
  const side = sign * difference < 0 ? 'behind' : 'ahead';
  const interval = intervalOf(comparison, levelOf(rules.plan));
  const ends = interval && [sign * interval.from, sign * interval.to].sort((a, b) => a - b);
  return {
    difference: signed(sign * difference),
    interval: ends ? ends.map((end) => signed(end)).join(' to ') : 'no interval',
    word: verdict === 'better' ? (side === 'ahead' ? 'better' : 'worse') : verdict,
    ...{ verdict, isSlight, side },
  };
}

/**
 * "full is better than LoRA on new sentences", whichever of them was first. Without each trial's hits nothing is claimed of
 * new sentences.
 */
export function sentenceOf(pair: Difference, first: string, second: string, rules: Rules): string {
  const { comparison, verdict, isSlight } = pair;
  const where = comparison.coversSentences ? 'on new sentences' : 'on these sentences';
  const delta = formatDelta(rules);
  if (verdict === 'a wash') return `${first} and ${second}: a wash, within ${delta} ${where}`;
  if (verdict === 'open') return `${first} and ${second}: open${openText(pair, rules)}`;
  const [winner, loser] = comparison.difference < 0 ? [second, first] : [first, second];
  return `${winner} is better than ${loser} ${where}${isSlight ? `, but by less than you care about (${delta})` : ''}`;
}

/** The last digit that bounds are told with: a tenth of a point, or a thousandth of MCC. */
const LAST_DIGIT = 0.001;

/** A bound rounded up: rounded down it would claim more than was tested. */
const roundedUp = (bound: number): number => Math.ceil(bound / LAST_DIGIT - 1e-9) * LAST_DIGIT;

/** How large a difference may still be, and what would tell more. */
function openText({ look, bound, wants }: Difference, rules: Rules): string {
  const { plan } = rules;
  if (plan?.looks.length === 0) return `; verdicts take ${FIRST_LOOK} seeds`;
  if (plan && look === null) return ' until the first look';
  return bound === null
    ? ''
    : `; any difference is below ${formOf(rules).amount(roundedUp(bound))}, more ${wants ?? 'seeds'} would help`;
}

/** "95 % interval", and for several looks that it holds over all of them. */
export function formatLevel({ plan }: Pick<JudgingRules, 'plan'>): string {
  return plan && plan.looks.length > 1 ? `95 % interval over ${plan.looks.length} looks` : '95 % interval';
}

export interface Detail {
  readonly term: string;
  readonly text: string;
}

/** @param differences all of them, which share the correction and the rules */
export function detailsOf(
  pair: Difference,
  { tested, rules }: Pick<Differences, 'tested' | 'rules'>,
): Detail[] {
  const { comparison, corrected } = pair;
  const { test, p, differences, effect, chance } = comparison;
  const flip = differences && differences.length > 1 ? signFlipP(differences) : null;
  const lines: (Detail | null)[] = [
    { term: 'Difference', text: differenceText(comparison, rules) },
    {
      term: 'It holds for',
      text: scopeText(comparison, rules),
    },
    {
      term: TESTS[test],
      text: `${seedsOf(comparison)}; ${
        p === null ? 'no spread to test against' : `${pText(p)}${correctionText(corrected, tested)}`
      }`,
    },
    flip === null
      ? null
      : {
          term: 'Exact sign-flip test',
          text: `${pText(flip)}; with ${seeds(comparison.shared)} it cannot be below ${pNumber(2 / 2 ** comparison.shared)}`,
        },
    effect === null
      ? null
      : {
          term: 'Effect size',
          text: `${effect.toFixed(2)} (${test === 'paired' ? 'd_z' : 'd'} with Hedges’ correction): the difference over its spread`,
        },
    {
      term: 'A new run of each',
      text: `the first is ahead of the second in ${percent(chance, 0)} of all pairs of trials, ties counted half`,
    },
    { term: 'Seeds needed', text: seedsText(pair, { tested, rules }) },
    { term: 'Looks', text: looksText(pair, rules) },
  ];
  return lines.flatMap((line) => line ?? []);
}

function scopeText({ error, coversSentences }: Comparison, rules: Rules): string {
  if (error === null) return 'nothing yet: it takes two seeds to see how much they vary';
  if (coversSentences) return 'new seeds and new sentences of the same kind';
  const { name } = formOf(rules);
  const why =
    name === 'accuracy'
      ? 'it is not known which of them each trial got right'
      : `the ${name} is no mean over sentences, which could be compared one by one`;
  return `new seeds on these validation sentences; ${why}`;
}

const TESTS: Readonly<Record<Comparison['test'], string>> = {
  paired: 'Paired t test',
  overlapping: 'Partially overlapping t test',
  welch: 'Welch’s t test',
};

/** "1 point", "0.25 points", or "0.01" of MCC: the difference that matters, with the digits that it has. */
export function formatDelta({ delta, measure }: Pick<JudgingRules, 'delta' | 'measure'>): string {
  if (measure === 'mcc') return `${Number(delta.toFixed(4))} of MCC`;
  const value = Number((delta * 100).toFixed(2));
  return withUnit(value, value === 1 ? 'point' : 'points');
}

function differenceText(comparison: Comparison, rules: Rules): string {
  const { test, difference, sd, error } = comparison;
  const interval = intervalOf(comparison, levelOf(rules.plan));
  const { amount, signed, unit } = formOf(rules);
  const parts =
    error && comparison.coversSentences
      ? `; standard error ${amount(standardErrorOf(error), 1)}, of which seeds ${amount(Math.sqrt(seedPartOf(error)), 1)} and sentences ${amount(Math.sqrt(error.sentences), 1)}`
      : '';
  return (
    withUnit(signed(difference), unit) +
    (interval
      ? `, ${formatLevel(rules)} ${signed(interval.from)} to ${signed(interval.to)}`
      : '; one pair has no interval') +
    (sd === null ? '' : `; sd ${amount(sd)}${test === 'paired' ? ' over seeds' : ''}`) +
    parts
  );
}

function seedsOf({ test, n, shared }: Comparison): string {
  if (test === 'paired') return `${seeds(shared)} in both`;
  return `${n[0]} and ${seeds(n[1])}${shared > 0 ? `, ${shared} of them in both` : ''}`;
}

function correctionText(corrected: number | null, tested: number): string {
  if (corrected === null) return `, not judged yet: a verdict takes a look and ${FIRST_LOOK} seeds`;
  return tested > 1
    ? `, corrected for ${tested} comparisons ${pNumber(corrected)}`
    : ', the only comparison: nothing to correct';
}

function looksText({ look, comparison }: Difference, { plan }: Rules): string {
  const have = Math.min(...comparison.n);
  if (plan === null) return 'one look, at all that there is';
  if (plan.looks.length === 0) return `none: verdicts take ${FIRST_LOOK} seeds, and fewer are planned`;
  if (look === null) return `the first comes at ${seeds(plan.looks[0] ?? FIRST_LOOK)}; ${count(have)} so far`;
  const level = plan.looks.length > 1 ? `, each at the level ${plan.level.toFixed(4)}` : '';
  const next = nextLook(plan, look.seeds);
  return (
    `look ${look.index} of ${plan.looks.length}, at ${seeds(look.seeds)}${level}; ` +
    (next === null ? 'it was the last' : `the next comes at ${seeds(next)}`)
  );
}

/** Number of seeds below which the spread itself is hardly known. */
const ROUGH_BELOW = 10;

/** How many more seeds it takes to find a difference as large as matters, if there is one. */
export function seedsText(
  { comparison, verdict, corrected }: Pick<Difference, 'comparison' | 'verdict' | 'corrected'>,
  { tested, rules }: Pick<Differences, 'tested' | 'rules'>,
): string {
  const { error, sd, test, n } = comparison;
  const have = Math.min(...n);
  if (verdict !== 'open') return 'no more: the verdict is there';
  if (error === null || sd === null || sd === 0) return 'cannot be judged without spread';
  // Holm compares the smallest p value with this share, so this many seeds are enough in any case.
  const level = levelOf(rules.plan) / Math.max(1, tested);
  const spread =
    test === 'paired'
      ? ({ sd, freedom: n[0] - 1, groups: 1 } as const)
      : ({ sd, freedom: n[0] + n[1] - 2, groups: 2 } as const);
  const needed = Math.max(
    FIRST_LOOK,
    seedsNeeded({ ...spread, sentences: error.sentences }, rules.delta, level),
  );
  const goal = `an 80 % chance of finding a difference of ${formatDelta(rules)}`;
  const rough = have < ROUGH_BELOW ? `; from ${seeds(have)} that is a cautious guess` : '';
  if (needed === Infinity)
    // Without any spread over seeds, what is left to hide the difference are the sentences.
    return seedsNeeded({ ...spread, sd: 0, sentences: error.sentences }, rules.delta, level) === Infinity
      ? `no number of seeds gives ${goal}: it takes more validation sentences`
      : `more than ${count(MOST_SEEDS)} a scenario for ${goal}${rough}`;
  if (needed > have)
    return `about ${count(needed - have)} more (${count(needed)} in all) for ${goal}${rough}`;
  return corrected === null
    ? `no more for ${goal}, but the look is still to come${rough}`
    : `no more for ${goal}: a smaller one, or none, is likely${rough}`;
}

function seeds(n: number): string {
  return n === 1 ? '1 seed' : `${count(n)} seeds`;
}

function pText(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${pNumber(p)}`;
}

function pNumber(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}
