/** @file A race's outcome in one sentence, for a person who will act on it. */
import { count, duration, megabytes, percent, withUnit } from '../base/format';
import type { Measure, Scenario } from '../experiment/experiment';
import { describeScenario } from '../experiment/formatModules';
import { COST_KINDS, type CostKind } from './costs';
import type { Recommendation } from './recommend';
import type { Candidate, Race } from './race';

/** "0.8 points", and for MCC, which is no share, "0.008". */
export const differenceText = (value: number, measure: Measure): string =>
  measure === 'mcc' ? value.toFixed(3) : withUnit((100 * value).toFixed(1), 'points');

const COST_WORDS: Readonly<Record<CostKind, string>> = {
  memory: 'memory',
  parameters: 'trainable parameters',
  time: 'time',
};

/** A cost with its unit. */
export function costText(kind: CostKind, value: number): string {
  if (kind === 'memory') return megabytes(value);
  return kind === 'time' ? `${duration(value)} a trial` : `${count(value)} trainable parameters`;
}

export function raceSentence(race: Race, found: Recommendation | null): string {
  const { state, candidates } = race;
  const racing = candidates.filter(({ over }) => over === null).length;
  if (racing === 0) return `No candidate is within the limits: ${limitsText(race)}. Raise one of them.`;
  if (state.failed.length === racing)
    return 'Trials of all candidates diverged or failed: try a lower learning rate.';
  if (!found) return tooEarly(race, racing);
  const { standing, isSure, entrant, best } = found;
  const { asked } = race;
  const bound = differenceText(standing.behind, asked.measure);
  const others = racing - 1 === 1 ? 'the other candidate' : `all ${racing - 1} other candidates`;
  const name = whatIs(candidates[entrant]);
  const cost = costPart(race, found);
  const unseen = noTime(candidates);
  if (isSure && racing > 1)
    return `${name}: surely within ${differenceText(asked.delta, asked.measure)} of ${others}${cost}${settled(race, found)}${unseen}.`;
  if (racing === 1) return `${name}: the only candidate within the limits.`;
  const seen =
    entrant === best
      ? 'the best seen'
      : `seen within ${differenceText(asked.delta, asked.measure)} of the best`;
  return `Too little evidence to be sure of one. ${name}: ${seen} of ${racing} candidates, surely within ${bound} of them${cost}${settled(race, found)}${unseen}.`;
}

/** How many candidates the race's time left out. */
function noTime(candidates: readonly Candidate[]): string {
  const left = candidates.filter(({ over }) => over === 'budget').length;
  if (left === 0) return '';
  return `; there was no time for ${left === 1 ? 'one more candidate' : `${left} more candidates`}`;
}

function tooEarly({ state, stopped }: Race, racing: number): string {
  const wanted = state.next ?? 3;
  const why = stopped === 'budget' ? 'The time was up before' : 'Too little evidence: not until';
  const verb = stopped === 'budget' ? 'had' : 'have';
  return `${why} ${racing} candidates ${verb} ${wanted} seeds each${stopped === 'budget' ? '' : ' can anything be said'}: nothing can be recommended yet.`;
}

/** "Adapters on up in all 12 layers, r=4". */
export function whatIs(candidate: Candidate | undefined): string {
  if (!candidate) return '';
  const { scenario } = candidate;
  const words = describeScenario(scenario);
  if (scenario.method !== 'lora') return words.charAt(0).toUpperCase() + words.slice(1);
  return `Adapters on ${words} (“${scenario.name}”)`;
}

/** What it costs beside the best seen, or beside the dearest left if it is that itself. */
function costPart({ candidates, state, asked }: Race, { entrant, best }: Recommendation): string {
  const own = candidates[entrant]?.costs[asked.cheap] ?? null;
  if (own === null) return '';
  const dearest = [...state.left].sort(
    (a, b) => costAt(candidates, b, asked.cheap) - costAt(candidates, a, asked.cheap),
  );
  const other = entrant === best ? (dearest[0] ?? entrant) : best;
  const cost = candidates[other]?.costs[asked.cheap] ?? null;
  if (other === entrant || cost === null || cost === 0) return `, at ${costText(asked.cheap, own)}`;
  return `, at ${percent(own / cost, 0)} of the ${COST_WORDS[asked.cheap]} of “${nameOf(candidates[other]?.scenario)}”`;
}

const costAt = (candidates: readonly Candidate[], entrant: number, kind: CostKind): number =>
  candidates[entrant]?.costs[kind] ?? 0;

const nameOf = (scenario: Scenario | undefined): string => scenario?.name ?? '';

/** What would settle it, against the rival that may be furthest above. */
function settled({ candidates, state }: Race, { standing, isSure }: Recommendation): string {
  const { rival, settledAt, entrant } = standing;
  if (isSure) return state.left.length > 1 ? '; others left may be as good, at a higher cost' : '';
  if (rival === entrant) return '';
  const against = `“${nameOf(candidates[rival]?.scenario)}”`;
  if (settledAt === null)
    return `; no number of seeds that a race takes would settle it against ${against}: more validation sentences, or a larger difference that matters, might`;
  const more = settledAt - state.seeds;
  return `; ${more} more ${more === 1 ? 'seed' : 'seeds'} would settle it against ${against}`;
}

function limitsText({ asked }: Race): string {
  return COST_KINDS.flatMap((kind) => {
    const limit = asked.limits[kind];
    return limit === null ? [] : [`at most ${costText(kind, limit)}`];
  }).join(', ');
}
