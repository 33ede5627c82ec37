/** @file Equal footing for programs: makes the scenarios equal, tunes their rates, and tells what was changed. */
import { LabError } from '../../src/base/errors';
import type { Footing, FootingPlan } from '../../src/footing/footing';
import type { RatesAsked } from '../../src/footing/rates/rateSweep';
import { tunedScenarios, type TunedRates } from '../../src/footing/rates/tuned';
import type { BackendName } from '../../src/results/results';
import { experimentLink } from '../store/effects/urlSync';
import { useLab } from '../store/lab';
import { driveRates } from './driveRates';
import { equalRows, planBasisText, type EqualRow } from './footingRows';
import { planFooting, takeFooting, takeScenarios } from './planFooting';

export interface FootingOptions {
  /** Null for the best backend; the chosen one if left out. */
  readonly backend?: BackendName | null;
}

export interface EqualOutcome {
  readonly footing: Footing;
  readonly rows: readonly EqualRow[];
  /** What the figures are, in a sentence. */
  readonly basis: string;
  /** The address of the experiment as it is now. */
  readonly link: string;
}

/**
 * Makes the open experiment's scenarios equal.
 * @param reference the name of the scenario that the others are brought to; null for the first
 * @throws LabError if there is no such scenario, or none can be made equal
 */
export async function equalize(
  footing: Footing,
  reference: string | null,
  { backend }: FootingOptions,
): Promise<EqualOutcome> {
  const { scenarios } = useLab.getState().experiment;
  const position = reference === null ? 0 : scenarios.findIndex(({ name }) => name === reference);
  if (position < 0)
    throw new LabError(
      `There is no scenario “${reference}” to make the others equal to.`,
      `Name one of these: ${scenarios.map(({ name }) => `“${name}”`).join(', ')}.`,
    );
  const planned = await planFooting(footing, position, backend);
  const outcome = { footing, rows: equalRows(planned), basis: planBasisText(planned) };
  refuseIfNothing(planned.plan);
  takeFooting(planned.plan);
  return { ...outcome, link: experimentLink() };
}

/** A program that asked for equal scenarios must not go on with unequal ones unseen, where not one could be matched. */
function refuseIfNothing({ rows, reference }: FootingPlan): void {
  const others = rows.filter((_, i) => i !== reference);
  const [first] = others;
  if (first && others.every(({ unmatched }) => unmatched !== null))
    throw new LabError(
      `No scenario can be made equal. “${first.scenario.name}”: ${first.unmatched ?? ''}`,
      'Choose another reference, or something else to be equal.',
    );
}

export interface RatesOutcome {
  readonly tuned: TunedRates;
  /** The address of the experiment with the rates that were found. */
  readonly link: string;
}

/** Sweeps the rates of the open experiment's scenarios, and takes those that were found unless it was cancelled. */
export async function tuneRates(asked: RatesAsked, options: FootingOptions): Promise<RatesOutcome> {
  const tuned = await driveRates(asked, options);
  if (tuned.stopped === null) takeScenarios(tunedScenarios(tuned));
  return { tuned, link: experimentLink() };
}
