/** @file Which differences behind a front are no more than chance may be, in sentences: by the verdicts, or by a race's rule. */
import type { CostKind } from '../../race/costs';
import type { RaceReport } from '../../race/report';
import { differenceText } from '../../race/sentence';
import { formatCompanies } from '../../results/companies';
import { onSeveralDevices } from '../../results/costs';
import { formatCostEngines, listed, ofOneEngine } from '../../results/engines';
import type { TrialRecord } from '../../results/results';
import { differenceAt, type Differences } from '../../stats/comparisons/differences';
import { formatDelta } from '../../stats/comparisons/formatDifference';
import type { Verdict } from '../../stats/comparisons/verdict';
import { joinSentences } from '../figure';
import { formatMixed } from '../mixedPrecision';
import type { ScenarioResults } from '../scenarioResults';
import { dominatorOf, paretoFront, placeOf, type FrontPoint } from './frontPoints';

/** Nobody reads longer lists; the matrix of differences has all of them. */
const MOST_NAMED = 5;

type Pair = readonly [one: number, other: number];

/**
 * Verdicts on neighbours along the front, and on those off it against the one that keeps them off.
 * @param differences of the points, in their order
 */
export function frontVerdicts(
  points: readonly FrontPoint[],
  cost: CostKind,
  differences: Differences,
): string {
  const places = points.map((point) => placeOf(point, cost));
  const front = paretoFront(places);
  const neighbours = front.slice(1).map((index, i): Pair => [front[i] ?? 0, index]);
  const off = places.flatMap((place, index): Pair[] => {
    const by = place && dominatorOf(place, places, front);
    return by === null ? [] : [[by, index]];
  });
  const name = (index: number): string => `“${points[index]?.scenario.name ?? ''}”`;
  const words = ([one, other]: Pair): string => `${name(one)} and ${name(other)}`;
  const of = (pairs: readonly Pair[], verdict: Verdict | 'slight'): readonly Pair[] =>
    pairs.filter(([row, column]) => {
      const difference = differenceAt(differences, { row, column })?.difference;
      return verdict === 'slight' ? difference?.isSlight : difference?.verdict === verdict;
    });
  const told = (lead: string, pairs: readonly Pair[]): string =>
    pairs.length === 0 ? '' : `${lead}: ${someOf(pairs.map(words), '; ')}.`;
  const delta = formatDelta(differences.rules);
  const better = of(neighbours, 'better').length - of(neighbours, 'slight').length;
  return joinSentences(
    better > 0 && better === neighbours.length
      ? 'On the front each is surely better than the cheaper one before it.'
      : '',
    told(`On the front, a wash (surely within ${delta})`, of(neighbours, 'a wash')),
    told(`On the front, better by less than ${delta}`, of(neighbours, 'slight')),
    told('On the front, open (chance may be all)', of(neighbours, 'open')),
    told(`Kept off the front by a wash (surely within ${delta})`, of(off, 'a wash')),
    told('Kept off the front by means alone, the verdict being open', of(off, 'open')),
  );
}

/** What a race's own rule says of its candidates: it holds however often one looks. */
export function raceFrontWords({ asked, candidates, state }: RaceReport): string {
  const delta = differenceText(asked.delta, asked.measure);
  const names = (entrants: readonly number[]): string =>
    someOf(entrants.map((entrant) => `“${candidates[entrant]?.scenario.name ?? ''}”`));
  const isAlike = ({ behind }: { readonly behind: number }): boolean => behind <= asked.delta;
  const alike = state.standings.filter(isAlike).map(({ entrant }) => entrant);
  const open = state.standings.filter((each) => !isAlike(each)).map(({ entrant }) => entrant);
  const dropped = state.dropped.map(({ entrant }) => entrant);
  return joinSentences(
    alike.length === 0
      ? ''
      : `By the race’s rule a wash with the best, surely within ${delta} of it: ${names(alike)}.`,
    open.length === 0
      ? ''
      : `Not settled, so that differences among them and from the best may be chance: ${names(open)}.`,
    dropped.length === 0 ? '' : `Surely worse than another by more than ${delta}: ${names(dropped)}.`,
  );
}

/** @param between what stands between two of them; a list with "and" if left out */
function someOf(texts: readonly string[], between?: string): string {
  const more = texts.length - MOST_NAMED;
  if (more > 0) return `${texts.slice(0, MOST_NAMED).join(between ?? ', ')} and ${more} more`;
  return between === undefined ? listed(texts) : texts.join(between);
}

/** What to bear in mind of a cost: whose it is, and trials of several devices. */
export function costNotes(groups: readonly ScenarioResults[], cost: CostKind): string {
  const done = groups.flatMap((group) => ofOneEngine(group.done));
  return joinSentences(
    cost === 'time' && onSeveralDevices(done)
      ? 'Trials ran on different devices: compare their times only within one.'
      : '',
    cost === 'parameters' ? '' : formatCostEngines(groups, cost === 'time' ? 'speed' : 'memory'),
    cost === 'parameters' ? '' : formatMixed(groups),
    cost === 'time' ? formatTogether(done) : '',
  );
}

function formatTogether(done: readonly TrialRecord[]): string {
  const taken = formatCompanies(done);
  return taken === '' ? '' : `Seeds ${taken}.`;
}
