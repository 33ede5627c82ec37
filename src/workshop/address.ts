/**
 * @file The page's whole fragment: the experiment or lesson (src/lessons/lessonUrl.ts), a workshop around it
 * (workshopUrl.ts), `view=projector` for large type, and `results=` with shared results (sharedResults.ts).
 *
 *     lesson=layers&title=Monday&lock=all&budget=8&seeds=own
 */
import { DEFAULT_EXPERIMENT } from '../experiment/defaults';
import type { Experiment } from '../experiment/experiment';
import { quote } from '../experiment/validate';
import type { Lesson } from '../lessons/lesson';
import { decodePage, encodePage } from '../lessons/lessonUrl';
import type { Workshop } from './workshop';
import { decodeWorkshop, encodeWorkshop, WORKSHOP_KEYS, type WorkshopKey } from './workshopUrl';

export interface PageAddress {
  readonly lesson: Lesson | null;
  readonly experiment: Experiment;
  readonly workshop: Workshop | null;
  /** Large type and few controls. */
  readonly projector: boolean;
  /** Shared results as the address holds them; not looked into here. */
  readonly results: string | null;
}

/** The first seed that this device has in a workshop: what `seeds=own` stands for. */
export type OwnSeed = (workshop: Workshop) => number;

/** Longest `results=` that is read. */
export const MAX_RESULTS_LENGTH = 16_000;

const PROJECTOR = 'projector';

/** The fragment, without `#`. A device's own first seed is not written: `seeds=own` says it. */
export function encodeAddress(
  { lesson, experiment, workshop, projector, results }: PageAddress,
  ownSeed: OwnSeed,
): string {
  const base = (lesson?.experiment ?? DEFAULT_EXPERIMENT).firstSeed;
  const own = workshop?.ownSeeds === true && experiment.firstSeed === ownSeed(workshop);
  // Any other one stands there, also the one that is left out elsewhere.
  const unsaid = workshop?.ownSeeds === true && experiment.firstSeed === base && !own;
  return [
    encodePage(own ? { ...experiment, firstSeed: base } : experiment, lesson),
    unsaid ? `seed=${base}` : '',
    workshop ? encodeWorkshop(workshop) : '',
    projector ? `view=${PROJECTOR}` : '',
    results === null ? '' : `results=${results}`,
  ]
    .filter((part) => part !== '')
    .join('&');
}

/** Never throws. @returns one sentence for each wrong part; what is right is used */
export function decodeAddress(fragment: string, ownSeed: OwnSeed): PageAddress & { problems: string[] } {
  const text = fragment.trim().replace(/^[^#]*#/, '');
  const ours = new Map<WorkshopKey, string[]>();
  const [views, results, rest]: [string[], string[], string[]] = [[], [], []];
  for (const part of text.split('&')) {
    const equals = part.indexOf('=');
    const key = equals < 0 ? part : part.slice(0, equals);
    const value = equals < 0 ? '' : part.slice(equals + 1);
    const workshopKey = WORKSHOP_KEYS.find((known) => known === key);
    if (workshopKey) ours.set(workshopKey, [...(ours.get(workshopKey)?.slice(0, 20) ?? []), value]);
    else if (key === 'view') views.push(value);
    else if (key === 'results') results.push(value);
    else rest.push(part);
  }
  const page = decodePage(rest.join('&'));
  const { workshop, problems } = decodeWorkshop(ours);
  const projector = views.includes(PROJECTOR);
  if (views.length > 0 && !projector)
    problems.push(`view=${quote(views[0] ?? '').slice(1, -1)}: not ${PROJECTOR}; left out`);
  const seeded = rest.some((part) => part.startsWith('seed='));
  const experiment =
    workshop?.ownSeeds && !seeded ? { ...page.experiment, firstSeed: ownSeed(workshop) } : page.experiment;
  return {
    lesson: page.lesson,
    experiment,
    workshop,
    projector,
    results: readResults(results, problems),
    problems: [...page.problems, ...problems],
  };
}

function readResults(given: readonly string[], problems: string[]): string | null {
  const [first] = given;
  if (first === undefined) return null;
  if (given.length > 1) problems.push(`results: given ${given.length} times; the first is used`);
  if (/^[\w-]+$/.test(first) && first.length <= MAX_RESULTS_LENGTH) return first;
  problems.push(
    first.length > MAX_RESULTS_LENGTH
      ? `results: longer than ${MAX_RESULTS_LENGTH} characters; none are shown`
      : 'results: not as the lab writes them (letters, digits, - and _); none are shown',
  );
  return null;
}
