/**
 * @file Reads and writes the page's whole fragment.
 *
 *     lesson=layers&title=Monday&lock=all&budget=8&seeds=own
 *
 * Its parts, each with a reader and a writer of its own:
 *
 *     the experiment             src/experiment/address/url.ts, needed further down for checks and for the keys of trials
 *     lesson=                    lessonPart.ts: what the experiment differs from
 *     the workshop               workshopPart.ts: title, intro, introfile, predict, question, lock, hide, budget, seeds
 *     view=projector             large type and few controls
 *     together=5                 how many seeds train in one pass at most; or `off`, or `auto`, which is left out
 *     score=gradient:8           which scores of modules the grid shows, see src/scores/scoreRequest.ts
 *     results=                   shared results, sharedResults.ts; not looked into here
 *
 * `ADDRESS_KEYS` lists every key. What mail programs and chats have changed is repaired first: repairAddress.ts.
 */
import { DEFAULT_EXPERIMENT } from '../experiment/defaults';
import type { Experiment } from '../experiment/experiment';
import { parseTogether, type Together, TOGETHER_TEXT } from '../experiment/together';
import { behindHash, clip, givenOften, partsOf } from '../experiment/address/fragment';
import { EXPERIMENT_KEYS } from '../experiment/address/url';
import type { Lesson } from '../lessons/lesson';
import { formatScore, parseScore, SCORE_TEXT, type ScoreRequest } from '../scores/scoreRequest';
import type { Workshop } from '../workshop/workshop';
import { decodeLesson, encodeLesson, LESSON_KEY } from './lessonPart';
import { decodeWorkshop, encodeWorkshop, WORKSHOP_KEYS, type WorkshopKey } from './workshopPart';

const VIEW = 'view';
const TOGETHER = 'together';
const SCORE = 'score';
const RESULTS = 'results';

/** The keys that a part of the fragment may begin with. */
export const ADDRESS_KEYS: readonly string[] = [
  LESSON_KEY,
  VIEW,
  TOGETHER,
  SCORE,
  RESULTS,
  ...EXPERIMENT_KEYS,
  ...WORKSHOP_KEYS,
];

export interface PageAddress {
  readonly lesson: Lesson | null;
  readonly experiment: Experiment;
  readonly workshop: Workshop | null;
  /** Whether the page shows large type and few controls. */
  readonly projector: boolean;
  /** How many trials that differ in the seed alone train in one pass. */
  readonly together: Together;
  /** The scores of modules that the grid shows; left out for none. */
  readonly score?: ScoreRequest;
  /** Shared results as the address holds them; not looked into here. */
  readonly results: string | null;
}

/** The first seed that this device has in a workshop: what `seeds=own` stands for. */
export type OwnSeed = (workshop: Workshop) => number;

/** The longest `results=` that is read, in characters. */
export const MAX_RESULTS_LENGTH = 16_000;
/** How many values of one workshop key are looked at. */
const MAX_VALUES = 21;

const PROJECTOR = 'projector';

/** The fragment, without `#`. A device's own first seed is not written: `seeds=own` says it. */
export function encodeAddress(
  { lesson, experiment, workshop, projector, together, score, results }: PageAddress,
  ownSeed: OwnSeed,
): string {
  const base = (lesson?.experiment ?? DEFAULT_EXPERIMENT).firstSeed;
  const own = workshop?.ownSeeds === true && experiment.firstSeed === ownSeed(workshop);
  // Beside `seeds=own`, any other first seed is written, even the one that is otherwise left out.
  const unsaid = workshop?.ownSeeds === true && experiment.firstSeed === base && !own;
  return [
    encodeLesson(own ? { ...experiment, firstSeed: base } : experiment, lesson),
    unsaid ? `seed=${base}` : '',
    workshop ? encodeWorkshop(workshop) : '',
    projector ? `${VIEW}=${PROJECTOR}` : '',
    together === 'auto' ? '' : `${TOGETHER}=${together}`,
    score ? `${SCORE}=${formatScore(score)}` : '',
    results === null ? '' : `${RESULTS}=${results}`,
  ]
    .filter((part) => part !== '')
    .join('&');
}

/** Never throws. @returns one sentence for each wrong part; what is right is used */
export function decodeAddress(fragment: string, ownSeed: OwnSeed): PageAddress & { problems: string[] } {
  const { ofWorkshop, views, together, scores, results, rest } = sorted(fragment);
  const page = decodeLesson(rest.join('&'));
  const { workshop, problems } = decodeWorkshop(ofWorkshop);
  const projector = views.includes(PROJECTOR);
  const [view] = views;
  if (view !== undefined && !projector) problems.push(`${VIEW}=${clip(view)}: not ${PROJECTOR}; left out`);
  const seeded = rest.some((part) => part.startsWith('seed='));
  const experiment =
    workshop?.ownSeeds && !seeded ? { ...page.experiment, firstSeed: ownSeed(workshop) } : page.experiment;
  const score = readScore(scores, problems);
  return {
    lesson: page.lesson,
    experiment,
    workshop,
    projector,
    together: readTogether(together, problems),
    ...(score && { score }),
    results: readResults(results, problems),
    problems: [...page.problems, ...problems],
  };
}

interface Sorted {
  readonly ofWorkshop: ReadonlyMap<WorkshopKey, readonly string[]>;
  /** Values of `view=`, `together=`, `score=` and `results=`. */
  readonly views: readonly string[];
  readonly together: readonly string[];
  readonly scores: readonly string[];
  readonly results: readonly string[];
  /** The parts of the experiment and the lesson, and those with unknown keys. */
  readonly rest: readonly string[];
}

function sorted(fragment: string): Sorted {
  const ofWorkshop = new Map<WorkshopKey, string[]>();
  const [views, together, scores]: [string[], string[], string[]] = [[], [], []];
  const [results, rest]: [string[], string[]] = [[], []];
  for (const { key, value, text } of partsOf(behindHash(fragment))) {
    const workshopKey = WORKSHOP_KEYS.find((known) => known === key);
    if (workshopKey) {
      const values = ofWorkshop.get(workshopKey) ?? [];
      ofWorkshop.set(workshopKey, [...values.slice(0, MAX_VALUES - 1), value ?? '']);
    } else if (key === VIEW) views.push(value ?? '');
    else if (key === TOGETHER) together.push(value ?? '');
    else if (key === SCORE) scores.push(value ?? '');
    else if (key === RESULTS) results.push(value ?? '');
    else rest.push(text);
  }
  return { ofWorkshop, views, together, scores, results, rest };
}

function readTogether([first, ...more]: readonly string[], problems: string[]): Together {
  if (first === undefined) return 'auto';
  if (more.length > 0) problems.push(givenOften(TOGETHER, more.length + 1));
  const together = parseTogether(first);
  if (together === null)
    problems.push(`${TOGETHER}=${clip(first)}: not ${TOGETHER_TEXT}; the default auto is used`);
  return together ?? 'auto';
}

function readScore([first, ...more]: readonly string[], problems: string[]): ScoreRequest | null {
  if (first === undefined) return null;
  if (more.length > 0) problems.push(givenOften(SCORE, more.length + 1));
  const score = parseScore(first);
  if (score === null) problems.push(`${SCORE}=${clip(first)}: not ${SCORE_TEXT}; no scores are shown`);
  return score;
}

function readResults([first, ...more]: readonly string[], problems: string[]): string | null {
  if (first === undefined) return null;
  if (more.length > 0) problems.push(givenOften(RESULTS, more.length + 1));
  if (/^[\w-]+$/.test(first) && first.length <= MAX_RESULTS_LENGTH) return first;
  problems.push(
    first.length > MAX_RESULTS_LENGTH
      ? `${RESULTS}: longer than ${MAX_RESULTS_LENGTH} characters; none are shown`
      : `${RESULTS}: not as the lab writes them (letters, digits, - and _); none are shown`,
  );
  return null;
}
