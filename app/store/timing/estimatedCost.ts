/** @file What a sentence costs in a scenario, before the scenario has run: by how far down backward goes. */
import { DEFAULT_MODEL } from '../../../src/experiment/defaults';
import type { Method, Scenario, TrainingPrecision } from '../../../src/experiment/experiment';
import type { Environment } from '../../../src/results/results';
import { isGpu, speedKey, TYPICAL, type KnownSpeeds } from './expected';

export interface SentenceCosts {
  /** Seconds that a training sentence takes; what matters most is how scenarios compare. */
  readonly training: (scenario: Scenario) => number;
  /** Seconds that a sentence of an evaluation takes: a forward pass, whatever the scenario. */
  readonly evaluation: number;
  /** Whether these are seconds of this device or of a typical one; null: they only compare scenarios. */
  readonly basis: (method: Method) => 'measured' | 'typical' | null;
}

const METHODS: readonly Method[] = ['lora', 'classifier', 'full'];

/** Costs by the speeds that this device had, or by typical ones; where only some are known, the others are scaled to them. */
export function estimatedCosts(
  model: string,
  environment: Environment | null,
  speeds: KnownSpeeds,
  precision: TrainingPrecision = 'f32',
): SentenceCosts {
  const typical = TYPICAL[environment && isGpu(environment) ? 'gpu' : 'software'];
  const known = environment ? (speeds[speedKey(model, environment, precision)] ?? {}) : {};
  const ratios = METHODS.flatMap((method) => {
    const speed = known[method];
    return speed === undefined ? [] : [Math.log(speed / typical[method])];
  });
  const scale = ratios.length === 0 ? 1 : Math.exp(ratios.reduce((sum, r) => sum + r, 0) / ratios.length);
  const cost = (method: Method): number => 1 / (known[method] ?? scale * typical[method]);

  // The head alone goes forward through every layer and back through none.
  const forward = cost('classifier');
  const whole = cost('lora');
  return {
    training(scenario) {
      if (scenario.method !== 'lora') return cost(scenario.method);
      const lowest = scenario.modules.findIndex((components) => components.length > 0);
      const depth = lowest < 0 ? 0 : (scenario.modules.length - lowest) / scenario.modules.length;
      return forward + Math.max(0, whole - forward) * depth;
    },
    evaluation: forward,
    basis(method) {
      if (known[method] !== undefined) return 'measured';
      return ratios.length > 0 || (environment !== null && model === DEFAULT_MODEL) ? 'typical' : null;
    },
  };
}
