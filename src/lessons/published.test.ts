/** @file The published figures against the file they were taken from, and their parameters against our own count. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { moduleSet } from '../architecture/modules';
import { lora } from '../experiment/presets';
import { parseConfig } from '../architecture/config';
import { relativeParameters, totalParameters } from '../experiment/parameters';
import { LESSONS } from './index';
import {
  COMPONENT_WISE,
  EXPERIMENT_RUNS,
  LAYER_WISE,
  MEMORY_BY_LAYER,
  PUBLISHED_SOURCE,
  RANK_WISE,
  SUMMARY,
} from './published';

const SEED_RESULTS = new URL('./seed-results.json', import.meta.url);

interface SeedResults {
  readonly model: { readonly name: string; readonly totalParameters: number };
  readonly summary: unknown;
  readonly experiments: {
    readonly n: number;
    readonly layerWise: unknown;
    readonly componentWise: unknown;
    readonly rank: readonly { readonly note?: string }[];
  };
  readonly memoryByLayer: {
    readonly layers: unknown;
    readonly checkpointingOff: unknown;
    readonly checkpointingOn: unknown;
  };
}

describe('published figures', () => {
  it('equal those of seed-results.json', () => {
    const seed = JSON.parse(readFileSync(SEED_RESULTS, 'utf8')) as SeedResults;
    expect(PUBLISHED_SOURCE.model).toBe(seed.model.name);
    expect(PUBLISHED_SOURCE.totalParameters).toBe(seed.model.totalParameters);
    expect(SUMMARY).toEqual(seed.summary);
    expect(EXPERIMENT_RUNS).toBe(seed.experiments.n);
    expect(LAYER_WISE).toEqual(seed.experiments.layerWise);
    expect(COMPONENT_WISE).toEqual(seed.experiments.componentWise);
    expect(RANK_WISE).toEqual(seed.experiments.rank.map(({ note: _, ...row }) => row));
    const { layers, checkpointingOff, checkpointingOn } = seed.memoryByLayer;
    expect(MEMORY_BY_LAYER).toEqual({ layers, checkpointingOff, checkpointingOn });
  });
});

const ROBERTA_BASE = parseConfig({
  model_type: 'roberta',
  num_hidden_layers: 12,
  hidden_size: 768,
  num_attention_heads: 12,
  intermediate_size: 3072,
  vocab_size: 50265,
  max_position_embeddings: 514,
  type_vocab_size: 1,
});

describe('published shares of trainable parameters', () => {
  it('are what the lab counts for the lessons’ scenarios on roberta-base', () => {
    expect(totalParameters(ROBERTA_BASE)).toBe(PUBLISHED_SOURCE.totalParameters);
    let compared = 0;
    for (const { id, experiment, published } of LESSONS) {
      for (const [name, { parametersPercent }] of Object.entries(published?.figures ?? {})) {
        if (parametersPercent === undefined) continue;
        const scenario = experiment.scenarios.find((each) => each.name === name);
        if (!scenario) throw new Error(`Lesson ${id} has figures for ${name}, and no such scenario.`);
        // The notebook behind these three adapts four layers, as the lesson's note says.
        const fourLayers = id === 'layers' && name !== 'all';
        const counted = fourLayers
          ? {
              ...lora(
                name,
                moduleSet(12, (layer) => layer <= 4),
              ),
              color: '#000000',
            }
          : scenario;
        expect(100 * relativeParameters(ROBERTA_BASE, counted), `${id}: ${name}`).toBeCloseTo(
          parametersPercent,
          3,
        );
        compared++;
      }
    }
    expect(compared).toBe(4 + 6 + 5 + 6 + 2 + 7 + 2);
  });
});
