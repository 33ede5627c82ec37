/** @file The chosen model as its config.json describes it: its shape, its commit and its size. */
import type { StateCreator } from 'zustand';
import { fitExperiment, fitModules } from '../../../src/experiment/fitLayers';
import type { ModelConfig } from '../../../src/architecture/config';
import { hubIds } from './hubIds';
import type { ModelFacts } from '../../../workers/protocol';
import { commitKey, type Commits } from './provenance';
import { trainer } from '../worker/trainer';
import type { SourcesSlice } from './sourcesSlice';
import type { EnvironmentSlice } from './environmentSlice';
import type { ExperimentSlice } from '../experiment/experimentSlice';

export interface ModelSlice {
  readonly modelConfig: ModelConfig | null;
  /** What else is known about the model; null together with modelConfig. */
  readonly modelFacts: Omit<ModelFacts, 'config'> | null;
  readonly modelProblem: { readonly message: string; readonly remedy: string } | null;
  readonly modelLoading: boolean;
  /** Commits of the hubs' models that were looked at since the page was opened. */
  readonly commits: Commits;
  readonly loadModelConfig: (model: string) => void;
  /** Carries every scenario's modules over to the model's layers. */
  readonly fitToModel: () => void;
}

/** How often a question is asked if the worker stops before it answers, e.g. because it got no device. */
const ATTEMPTS = 3;

export const createModelSlice: StateCreator<
  ModelSlice & SourcesSlice & EnvironmentSlice & ExperimentSlice,
  [],
  [],
  ModelSlice
> = (set, get) => {
  /** The number of the latest question: answers to earlier ones come too late. */
  let asked = 0;

  const ask = (model: string, question: number, attempt: number): void => {
    const { sources } = get();
    trainer().describeModel({ model, sources }, (answer) => {
      if (question !== asked) return;
      if (answer === null && attempt < ATTEMPTS) return ask(model, question, attempt + 1);
      if (answer === null || 'message' in answer) {
        const stopped = { message: 'The training worker stopped.', remedy: 'Reload the page.' };
        // A worker that does not start is reported as such: it says nothing about the model.
        const modelProblem = answer ?? (get().environmentError?.notStarted ? null : stopped);
        set({ modelConfig: null, modelFacts: null, modelProblem, modelLoading: false });
        return;
      }
      const { config, ...modelFacts } = answer;
      const { commit } = modelFacts;
      const key = commitKey(model, sources);
      const { commits } = get();
      if (commit !== null && commits[key] !== commit) set({ commits: { ...commits, [key]: commit } });
      set({ modelConfig: config, modelFacts, modelProblem: null, modelLoading: false });
      // An experiment from the address stays as it is, and the page says what does not fit.
      if (get().lastEdit !== null) get().fitToModel();
    });
  };

  return {
    modelConfig: null,
    modelFacts: null,
    modelProblem: null,
    modelLoading: false,
    commits: {},

    loadModelConfig(model) {
      const question = ++asked;
      if (hubIds({ model, dataset: '' }).length > 0 && !get().sources.hubAllowed) {
        set({ modelConfig: null, modelFacts: null, modelProblem: null, modelLoading: false });
        return;
      }
      set({ modelLoading: true, modelProblem: null });
      ask(model, question, 1);
    },

    fitToModel() {
      const { modelConfig, experiment, remembered, edit } = get();
      if (!modelConfig) return;
      const { layers } = modelConfig;
      const kept = Object.entries(remembered).map(
        ([key, settings]) => [key, { ...settings, modules: fitModules(settings.modules, layers) }] as const,
      );
      set({ remembered: Object.fromEntries(kept) });
      const fitted = fitExperiment(experiment, layers);
      if (fitted !== experiment) edit(fitted, 'model');
    },
  };
};
