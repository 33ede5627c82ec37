/** @file What a scenario's trials cost: measured by those that are done, or what is known beforehand. */
import type { ModelConfig } from '../architecture/config';
import type { Scenario } from '../experiment/experiment';
import { trainableParameters } from '../experiment/parameters';
import { ofOneEngine } from '../results/engines';
import type { TrialRecord } from '../results/results';
import { median } from '../stats/summary';
import type { Costs } from './costs';

/** What is known of a scenario before a trial of it has run; null where it is not. */
export interface KnownBefore {
  readonly config: ModelConfig | null;
  /** The planned peak in bytes. */
  readonly memory: number | null;
}

/**
 * The largest measured peak, the parameters that were counted, and the median time of a trial.
 * @param done the scenario's trials that ended as done; costs are of one engine
 */
export function measuredCosts(
  scenario: Scenario,
  done: readonly Pick<TrialRecord, 'peakBytes' | 'trainableParameters' | 'seconds' | 'environment'>[],
  { config, memory }: KnownBefore,
): Costs {
  const alike = ofOneEngine(done);
  return {
    memory: alike.length > 0 ? Math.max(...alike.map(({ peakBytes }) => peakBytes)) : memory,
    parameters: done[0]?.trainableParameters ?? (config && trainableParameters(config, scenario)),
    time: median(alike.map(({ seconds }) => seconds)),
  };
}
