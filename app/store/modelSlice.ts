/** @file The shape of the chosen model, from its config.json: the grid's rows and the parameter counts. */
import type { StateCreator } from 'zustand';
import { describeError } from '../../src/errors';
import { parseConfig, type ModelConfig } from '../../src/model/config';
import type { Lab } from './lab';

export interface ModelSlice {
  readonly modelConfig: ModelConfig | null;
  readonly modelProblem: string | null;
  readonly loadModelConfig: (model: string) => Promise<void>;
}

export const createModelSlice: StateCreator<Lab, [], [], ModelSlice> = (set, get) => ({
  modelConfig: null,
  modelProblem: null,

  async loadModelConfig(model) {
    try {
      const url = new URL(`models/${encodeURIComponent(model)}/config.json`, document.baseURI);
      const response = await fetch(url);
      if (!response.ok) throw new Error(`the server answered ${response.status} for ${url.pathname}`);
      const modelConfig = parseConfig(await response.json());
      if (get().experiment.model === model) set({ modelConfig, modelProblem: null });
    } catch (error) {
      const modelProblem = `Model “${model}” could not be read: ${describeError(error).message}`;
      if (get().experiment.model === model) set({ modelConfig: null, modelProblem });
    }
  },
});
