/**
 * @file When verdicts are given. Whoever looks after every few seeds and stops at the first finding finds too much; so
 * looks are planned, and each has a smaller level of its own (S. Pocock 1977).
 */
import type { Looks } from '../../experiment/experiment';

/** Seeds that a verdict needs. */
export const FIRST_LOOK = 5;
/** Seeds from one look to the next. */
export const LOOK_EVERY = 3;
/** After this many seeds there is one more look, at the plan's end. */
const LAST_REGULAR_LOOK = 20;

/** Probability of even one false finding in an experiment, over all its looks and comparisons. */
export const SIGNIFICANT = 0.05;

/**
 * Pocock's levels: with K looks each at its level, the probability of a false finding is 0.05 over all of them. He has them
 * for equal steps. The seventh look can come at any number of seeds beyond 20, so its level, smaller than his .0130, holds
 * however late that is.
 */
const POCOCK = [0.05, 0.0294, 0.0221, 0.0182, 0.0158, 0.0142, 0.0116] as const;

export interface LookPlan {
  /** The numbers of seeds at which verdicts are given, ascending; empty for a plan of too few seeds. */
  readonly looks: readonly number[];
  /** The p value below which a finding counts, at each look. */
  readonly level: number;
}

export interface Look {
  /** Which of the plan's looks, counted from 1. */
  readonly index: number;
  /** The number of seeds that it is taken at; verdicts use these seeds only, the first ones. */
  readonly seeds: number;
}

/**
 * @param most the most seeds that the plan allows
 * @param looks `growing`: a look every few seeds, so that one may stop early; `end`: one look, which finds smaller differences
 */
export function planLooks(most: number, looks: Looks): LookPlan {
  if (most < FIRST_LOOK) return { looks: [], level: SIGNIFICANT };
  const early: number[] = [];
  const until = looks === 'end' ? 0 : Math.min(most, LAST_REGULAR_LOOK + 1);
  for (let seeds = FIRST_LOOK; seeds < until; seeds += LOOK_EVERY) early.push(seeds);
  const level = POCOCK[early.length];
  if (level === undefined) throw new RangeError(`There is no level for ${early.length + 1} looks.`);
  return { looks: [...early, most], level };
}

/** The p value below which a finding counts: at each look of a plan, or at the only one of values without a plan. */
export const levelOf = (plan: LookPlan | null): number => plan?.level ?? SIGNIFICANT;

/**
 * How many seeds have ended in those two scenarios that are furthest: their pair has the latest look. A scenario that was
 * added later has its looks later.
 */
export function seedsCompared(all: readonly { readonly ended: number }[]): number {
  return all.map(({ ended }) => ended).sort((a, b) => b - a)[1] ?? 0;
}

/** The latest look of a plan after so many seeds; null before the first. */
export function lookAfter({ looks }: LookPlan, seeds: number): Look | null {
  const index = looks.filter((look) => look <= seeds).length;
  const at = looks[index - 1];
  return at === undefined ? null : { index, seeds: at };
}

/** Seeds at the look after so many seeds; null after the last. */
export function nextLook({ looks }: LookPlan, seeds: number): number | null {
  return looks.find((look) => look > seeds) ?? null;
}
