/** @file What is said of a score that was judged: one plain sentence, and its rows in the table of verdicts. */
import type { Measure } from '../../experiment/experiment';
import { intervalOf } from '../../stats/comparisons/comparison';
import type { Difference, JudgingRules } from '../../stats/comparisons/differences';
import { cellOf, formatDelta, seedsText } from '../../stats/comparisons/formatDifference';
import { levelOf } from '../../stats/comparisons/looks';
import { MEASURE_FORMS } from '../../stats/measures/measureForm';
import type { ScoreEnd } from '../moduleScores';
import { JUDGED_PAIRS, type JudgedPair, type ScoreVerdict, type ScoreVerdicts } from './verdicts';

/** "12 best against chance". */
export function pairName(pair: JudgedPair, count: number): string {
  if (pair === 'bestToWorst') return `${count} best against ${count} worst`;
  return `${count} ${pair === 'bestToChance' ? 'best' : 'worst'} against chance`;
}

/** A pair in the table of verdicts, with dashes where it cannot be compared. */
export interface VerdictCells {
  readonly pair: JudgedPair;
  readonly name: string;
  readonly difference: string;
  readonly interval: string;
  readonly word: string;
}

export function verdictCells({ set, pairs }: ScoreVerdict, rules: JudgingRules): VerdictCells[] {
  return JUDGED_PAIRS.map((pair) => {
    const difference = pairs[pair];
    const cell = difference && cellOf(difference, false, rules);
    return {
      ...{ pair, name: pairName(pair, set.count) },
      ...{ difference: cell?.difference ?? '–', interval: cell?.interval ?? '–' },
      word: cell ? cell.word + (cell.isSlight ? ', slightly' : '') : 'no trials yet',
    };
  });
}

/** What chance is made of: "3 draws of 12 modules: 81.2, 82.0, 83.1 %." */
export function chanceText(
  { set, drawMeans }: Pick<ScoreVerdict, 'set' | 'drawMeans'>,
  { rules }: Pick<ScoreVerdicts, 'rules'>,
): string {
  const { value } = MEASURE_FORMS[rules.measure ?? ('accuracy' satisfies Measure)];
  const { length } = set.draws;
  if (length === 0) return `No draw of ${set.count} modules is among the scenarios.`;
  const named = `Chance is ${length === 1 ? 'one draw' : `the mean of ${length} draws`} of ${set.count} modules`;
  return drawMeans.length === 0
    ? `${named}, which have no seed in common yet.`
    : `${named}: ${drawMeans.map((mean) => value(mean)).join(', ')}.`;
}

/**
 * "On this model and data the gradient score chose better than chance: its 12 best modules are ... above 12 at random."
 * A second sentence follows if the other end was better than chance.
 * @param label the score's name
 */
export function verdictSentence(
  { set, pairs }: ScoreVerdict,
  label: string,
  all: Pick<ScoreVerdicts, 'tested' | 'rules'>,
): string {
  const name = `the ${label} score`;
  const { bestToChance, worstToChance } = pairs;
  const sentences = [
    bestToChance
      ? `On this model and data ${endText(bestToChance, { name, end: 'best', count: set.count, all })}`
      : `Nothing can be said of ${name} yet: its ${set.count} best modules and ${set.count} at random need trials of the same seeds.`,
  ];
  if (worstToChance?.verdict === 'better' && worstToChance.comparison.difference > 0)
    sentences.push(
      `Its other end is better than chance: ${distanceText(worstToChance, 'worst', set.count, all.rules)}.`,
    );
  return sentences.join(' ');
}

interface End {
  readonly name: string;
  readonly end: ScoreEnd;
  readonly count: number;
  readonly all: Pick<ScoreVerdicts, 'tested' | 'rules'>;
}

function endText(pair: Difference, { name, end, count, all }: End): string {
  const { rules } = all;
  const { verdict, isSlight, comparison } = pair;
  const distance = distanceText(pair, end, count, rules);
  if (verdict === 'a wash')
    return `${name} chose as chance does, within ${formatDelta(rules)}${scopeOf(pair)}: ${distance}.`;
  if (verdict === 'open')
    return `${name} cannot be told from chance yet: ${distance}. Seeds needed: ${seedsText(pair, all)}.`;
  const slight = isSlight ? `, but by less than you care about (${formatDelta(rules)})` : '';
  const how = comparison.difference > 0 ? 'better' : 'worse';
  return `${name} chose ${how} than chance${slight}${scopeOf(pair)}: ${distance}.`;
}

const scopeOf = ({ comparison }: Difference): string =>
  comparison.coversSentences ? '' : ', on these validation sentences';

/** "its 12 best modules are 2.1 points (+0.8 to +3.4) above 12 at random". */
function distanceText(pair: Difference, end: ScoreEnd, count: number, rules: JudgingRules): string {
  const { comparison } = pair;
  const form = MEASURE_FORMS[rules.measure ?? ('accuracy' satisfies Measure)];
  const interval = intervalOf(comparison, levelOf(rules.plan));
  const ends = interval ? ` (${form.signed(interval.from)} to ${form.signed(interval.to)})` : '';
  const where = comparison.difference < 0 ? 'below' : 'above';
  return `its ${count} ${end} modules are ${form.amount(Math.abs(comparison.difference))}${ends} ${where} ${count} at random`;
}
