/** @file A rough time on a GPU before anything has been measured there: from parameters, sentences and steps. */
import { lowestLayer } from '../architecture/modules';
import type { ModelConfig } from '../architecture/config';
import type { Scenario } from '../experiment/experiment';
import { adapterParameters, headParameters, totalParameters } from '../experiment/parameters';

/** Operations a second in float32 that the estimate takes for granted: a data-centre GPU in ordinary use. */
export const ASSUMED_FLOPS = 1e13;
/** Seconds that a step takes at least, however small the model: kernels must be started one by one. */
export const ASSUMED_STEP = 0.02;
/** Seconds to load a model and begin a trial. */
export const ASSUMED_START = 5;

export interface Work {
  readonly steps: number;
  /** Sentences, counted as often as they are trained on. */
  readonly trained: number;
  readonly evaluations: number;
  /** Sentences of one evaluation. */
  readonly validation: number;
}

/**
 * Seconds of one trial. A multiplication and an addition for each weight and token make the forward pass; backward
 * repeats it for the gradients of values down to the lowest layer that trains, and again for those of weights that
 * train. Every sentence counts as long as `tokens`, which makes the estimate an upper one.
 */
export function trialSeconds(config: ModelConfig, scenario: Scenario, work: Work, tokens: number): number {
  const head = headParameters(config);
  const encoder = totalParameters({ ...config, vocabulary: 0, positions: 0, tokenTypes: 0 }) - head;
  const reached = encoder * depth(config, scenario);
  const updated =
    scenario.method === 'full'
      ? encoder
      : scenario.method === 'lora'
        ? 2 * adapterParameters(config, scenario)
        : 0;
  const forward = 2 * encoder * tokens;
  const backward = 2 * (reached + updated) * tokens;
  const training = Math.max(work.steps * ASSUMED_STEP, (work.trained * (forward + backward)) / ASSUMED_FLOPS);
  const sentences = work.evaluations * work.validation;
  const measuring = Math.max((sentences / 32) * (ASSUMED_STEP / 3), (sentences * forward) / ASSUMED_FLOPS);
  return ASSUMED_START + training + measuring;
}

/** The share of the encoder that backward goes through. */
function depth({ layers }: ModelConfig, scenario: Scenario): number {
  if (scenario.method === 'full') return 1;
  const lowest = scenario.method === 'lora' ? lowestLayer(scenario.modules) : null;
  return lowest === null ? 0 : (layers - lowest + 1) / layers;
}
