/** @file What a race comes to before it starts: its candidates, and the trials of its first round. */
import type { ModelConfig } from '../../src/architecture/config';
import type { Experiment, Scenario } from '../../src/experiment/experiment';
import { trainableParameters } from '../../src/experiment/parameters';
import { overLimit } from '../../src/race/costs';
import type { RaceAsked } from '../../src/race/race';
import { ROUNDS } from '../../src/stats/elimination/rounds';

export interface RacePlan {
  /** How many of the candidates are known to be over a limit. */
  readonly over: number;
  /** How many take part. */
  readonly racing: number;
  readonly trials: number;
  /** The first round as an experiment. */
  readonly firstRound: Experiment;
}

/**
 * @param candidates all of them
 * @param memory their planned peaks in bytes, in their order; null where not known. What is not known is within the limits
 */
export function planRace(
  experiment: Experiment,
  candidates: readonly Scenario[],
  {
    asked,
    config,
    memory,
  }: {
    readonly asked: RaceAsked;
    readonly config: ModelConfig;
    readonly memory: readonly (number | null)[];
  },
): RacePlan {
  const scenarios = candidates.filter((scenario, i) => {
    const parameters = trainableParameters(config, scenario);
    return overLimit({ memory: memory[i] ?? null, parameters, time: null }, asked.limits) === null;
  });
  const [seeds] = ROUNDS;
  return {
    over: candidates.length - scenarios.length,
    racing: scenarios.length,
    trials: scenarios.length * seeds,
    firstRound: { ...experiment, scenarios, trials: seeds },
  };
}
