/**
 * @file What a workshop's link says besides the experiment: what is locked, how much may be run, and what there is to
 * read.
 */
import type { PartName } from './parts';

export interface Workshop {
  /** The heading above the page; one line. */
  readonly title: string | null;
  /** The text below the heading, in the markup of textBlocks.ts. */
  readonly intro: string | null;
  /** A file with that text, beside the page or at another address of its origin. */
  readonly introFile: string | null;
  /** Whether the room is asked to rank the scenarios before it runs them. */
  readonly predict: boolean;
  /** The question that the room is then asked; null for the lab's own. */
  readonly question: string | null;
  /** Parts that are shown and cannot be edited, in the order of the page, as in `hidden`. */
  readonly locked: readonly PartName[];
  readonly hidden: readonly PartName[];
  /** Trials that may be finished from this link on one device; null for any number. */
  readonly budget: number | null;
  /** Whether each device gets a first seed of its own. */
  readonly ownSeeds: boolean;
}

export const EMPTY_WORKSHOP: Workshop = {
  title: null,
  intro: null,
  introFile: null,
  predict: false,
  question: null,
  locked: [],
  hidden: [],
  budget: null,
  ownSeeds: false,
};

/** Bounds on what is read from an address. Characters are UTF-16 units. */
export const MAX_TITLE_LENGTH = 120;
export const MAX_INTRO_LENGTH = 6000;
export const MAX_QUESTION_LENGTH = 300;
export const MAX_FILE_NAME_LENGTH = 500;
/** The longest name of a participant in a results link. */
export const MAX_PARTICIPANT_LENGTH = 60;

export const BUDGET_RULE = { label: 'Trials per device', min: 1, max: 10_000, whole: true } as const;

/**
 * Devices' own first seeds lie this far apart, so that the trials of two devices share no seed: an experiment has 1,000
 * at most.
 */
const SEED_SPACING = 1000;
const OWN_SEEDS = 3_999_999;

/** @param random uniform in [0, 2^32) @returns a first seed: a multiple of 1,000 from 1,000 to 3,999,999,000 */
export function firstSeedFrom(random: number): number {
  return (1 + (random % OWN_SEEDS)) * SEED_SPACING;
}

/** Whether `seed` can have come from {@link firstSeedFrom}: what the browser has stored may be anything. */
export function isOwnSeed(seed: number): boolean {
  return (
    Number.isSafeInteger(seed) &&
    seed >= SEED_SPACING &&
    seed <= OWN_SEEDS * SEED_SPACING &&
    seed % SEED_SPACING === 0
  );
}
