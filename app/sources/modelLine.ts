/** @file What the model's line says, and whether the scenarios fit the model. */
import type { Lab } from '../store/lab';

/** "1.1 M", "940 k". */
export function formatParameters(parameters: number): string {
  return parameters >= 1e6 ? `${(parameters / 1e6).toFixed(1)} M` : `${Math.round(parameters / 1e3)} k`;
}

/** Whether a scenario has modules for another number of layers than the model's. */
export function misfitting({ experiment, modelConfig }: Pick<Lab, 'experiment' | 'modelConfig'>): boolean {
  return experiment.scenarios.some(
    (scenario) =>
      scenario.method === 'lora' && modelConfig !== null && scenario.modules.length !== modelConfig.layers,
  );
}
