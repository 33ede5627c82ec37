/**
 * @file The race under way, kept for this tab: a reload finds the experiment that it began from, because the address has that
 * of the candidates left.
 */
import type { Experiment } from '../../src/experiment/experiment';
import { parseExperiment } from '../../src/experiment/experimentJson';
import { readSession, writeSession } from '../store/storage/preferences';
import { parseForm, type RecommendForm } from './recommendForm';

export interface KeptRace {
  /** The one that the race began from. */
  readonly experiment: Experiment;
  readonly form: RecommendForm;
}

const NAME = 'race';

export const keepRace = (race: KeptRace): void => writeSession(NAME, JSON.stringify(race));
export const forgetRace = (): void => writeSession(NAME, '');

/** @returns null if no race was interrupted, or what was kept cannot be read */
export function keptRace(): KeptRace | null {
  try {
    const value: unknown = JSON.parse(readSession(NAME) ?? '');
    if (typeof value !== 'object' || value === null) return null;
    const kept = value as Readonly<Record<string, unknown>>;
    const form = parseForm(kept.form);
    return form && { experiment: parseExperiment(JSON.stringify(kept.experiment)), form };
  } catch {
    return null;
  }
}
