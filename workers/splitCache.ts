/** @file The last scenario of PiSSA whose matrices were taken apart: its trials share that, and it takes seconds. */
import { nextTask } from '../src/base/nextTask';
import type { LoraScenario, Scenario } from '../src/experiment/experiment';
import { scenarioScaling } from '../src/experiment/ranks';
import type { ModelConfig } from '../src/architecture/config';
import type { EncoderWeights } from '../src/architecture/tensorSource';
import { splitWeights, type Split } from '../src/weights/pissa/split';

/** A model with its weights; the same object as long as it is the same model. */
interface Whole {
  readonly config: ModelConfig;
  readonly weights: EncoderWeights;
}

export class SplitCache {
  private last: { readonly model: Whole; readonly key: string; readonly split: Split } | null = null;

  /** What makes two scenarios' frozen weights the same; empty for the pretrained ones. */
  static keyOf(scenario: Scenario): string {
    if (scenario.method !== 'lora' || !scenario.pissa) return '';
    const { modules, rank, ranks } = scenario;
    return JSON.stringify([modules, rank, ranks ?? [], scenarioScaling(scenario)]);
  }

  /** @throws as splitWeights does; the signal's reason if it aborts */
  async of(model: Whole, scenario: LoraScenario, signal: AbortSignal): Promise<Split> {
    const key = SplitCache.keyOf(scenario);
    if (this.last?.model === model && this.last.key === key) return this.last.split;
    // The scenario's name is in no key, and in no more than a message.
    const pause = async (): Promise<void> => {
      await nextTask();
      signal.throwIfAborted();
    };
    const split = await splitWeights(model.config, scenario, model.weights, pause);
    this.last = { model, key, split };
    return split;
  }

  /** What was taken apart for the scenario. @throws Error if that was not the last one */
  known(scenario: LoraScenario): Split {
    if (this.last?.key !== SplitCache.keyOf(scenario)) throw new Error('The matrices are not taken apart.');
    return this.last.split;
  }
}
