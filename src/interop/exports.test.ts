/**
 * The lab's exports stay, to the byte, the files that tools/parity/check_exports.py loads with PEFT and Transformers
 * and compares. WRITE_EXPORTS=1 writes them again; run the Python check after that.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../experiment/defaults';
import type { Scenario } from '../experiment/experiment';
import { rankOf } from '../experiment/ranks';
import { trainableLayout } from '../model/trainable';
import { rangesOf } from '../ops/flat';
import type { ModuleScale, TrainedTrial } from '../train/trained';
import { createRandom } from '../base/random';
import type { Architecture } from '../architecture/config';
import { exportModel } from './exportModel';
import { distance, encoderTensors, engineLogits, FIXTURES, readBase, readJson } from './fixtures.testing';
import { exportAdapter } from './peft/exportAdapter';

const LORA = { color: '#000000', method: 'lora', rank: 3, alpha: 5, rsLora: false } as const;

interface Export {
  readonly name: string;
  readonly base: Architecture;
  readonly scenario: Scenario;
  readonly whole: boolean;
  readonly scales?: ReadonlyMap<string, ModuleScale>;
}

const PARTIAL: Scenario = {
  ...LORA,
  name: 'partial',
  modules: [
    ['key', 'attentionOutput'],
    ['value', 'up', 'down'],
  ],
};
const HEAD: Scenario = { name: 'head', color: '#000000', method: 'classifier' };

const EXPORTS: readonly Export[] = [
  { name: 'partial', base: 'roberta', scenario: PARTIAL, whole: false },
  { name: 'rslora', base: 'roberta', scenario: { ...PARTIAL, rsLora: true }, whole: false },
  {
    name: 'ranks',
    base: 'roberta',
    scenario: PARTIAL,
    whole: false,
    scales: new Map([
      ['layer.0.key', { rank: 1, alpha: 2 }],
      ['layer.1.down', { rank: 2, alpha: 7 }],
    ]),
  },
  {
    name: 'own-ranks',
    base: 'roberta',
    scenario: {
      ...PARTIAL,
      modules: [
        ['query', 'key', 'attentionOutput'],
        ['value', 'up', 'down'],
      ],
      ranks: [
        { rank: 1, modules: [['key'], ['down']] },
        { rank: 4, modules: [['query'], []] },
      ],
    },
    whole: false,
  },
  { name: 'classifier-only', base: 'roberta', scenario: HEAD, whole: false },
  { name: 'bert-partial', base: 'bert', scenario: PARTIAL, whole: false },
  { name: 'bert-classifier-only', base: 'bert', scenario: HEAD, whole: false },
  { name: 'merged', base: 'roberta', scenario: { ...PARTIAL, rsLora: true }, whole: true },
  { name: 'bert-merged', base: 'bert', scenario: PARTIAL, whole: true },
  { name: 'full', base: 'roberta', scenario: { name: 'all', color: '#000000', method: 'full' }, whole: true },
];

/** By module, the ranks of a scenario in which they differ. */
function ownRanks(scenario: Scenario): [string, { rank: number }][] {
  if (scenario.method !== 'lora' || !scenario.ranks) return [];
  return scenario.modules.flatMap((components, layer) =>
    components.map((component): [string, { rank: number }] => [
      `layer.${layer}.${component}`,
      { rank: rankOf(scenario, layer, component) },
    ]),
  );
}

/**
 * Trained values that are the same on every machine: uniform noise, which full fine-tuning adds to the base's own
 * values.
 */
function trained({ base: kind, scenario, name, scales = new Map() }: Export): TrainedTrial {
  const base = readBase(kind);
  const random = createRandom(1, name);
  const start = scenario.method === 'full' ? encoderTensors(base) : new Map<string, never>();
  const ranges = [...rangesOf(trainableLayout(base.config, scenario)).values()];
  const tensors = new Map(
    ranges.map((range) => {
      const values = new Float32Array(range.size);
      const own = start.get(range.name)?.values;
      for (let i = 0; i < values.length; i++) values[i] = (own?.[i] ?? 0) + 0.8 * (random.uniform() - 0.5);
      return [range.name, { shape: range.shape, values }] as const;
    }),
  );
  for (const [module, { rank }] of [...scales, ...ownRanks(scenario)]) {
    // Clears what an import, or a stack of larger ranks, would have padded with zeros.
    const [a, b] = [tensors.get(`${module}.A`)!, tensors.get(`${module}.B`)!];
    a.values.fill(0, rank * a.shape[1]!);
    b.values.forEach((_, i) => i % b.shape[1]! >= rank && (b.values[i] = 0));
  }
  const { labels } = base.config;
  const experiment = { ...DEFAULT_EXPERIMENT, model: `base-${kind}` };
  return {
    id: name,
    experiment,
    scenario,
    seed: 1,
    labels,
    labelNames: ['bad', 'so-so', 'good'],
    tensors,
    scales,
  };
}

const WRITES = process.env['WRITE_EXPORTS'] === '1';

describe.each(EXPORTS)('the export $name', (asked) => {
  const { name, whole } = asked;
  const folder = new URL(`exports/${name}/`, FIXTURES);

  it('is the one that Python has checked', async () => {
    const base = readBase(asked.base);
    const trial = trained(asked);
    const files = whole
      ? await exportModel(trial, { ...base, labelNames: trial.labelNames })
      : await exportAdapter(trial, base.config);
    const { texts } = readJson(`adapters/base-${asked.base}/case.json`) as { texts: number[][] };
    const logits = await engineLogits(base, trial.scenario, trial.tensors, texts);
    if (WRITES) {
      mkdirSync(folder, { recursive: true });
      for (const [file, blob] of files)
        writeFileSync(new URL(file, folder), new Uint8Array(await blob.arrayBuffer()));
      writeFileSync(
        new URL('case.json', folder),
        `${JSON.stringify({ base: asked.base, whole, texts, logits })}\n`,
      );
    }
    for (const [file, blob] of files) {
      const stored = readFileSync(new URL(file, folder));
      expect(Buffer.from(await blob.arrayBuffer()).equals(stored), file).toBe(true);
    }
    const stored = readJson(`exports/${name}/case.json`) as { logits: number[][] };
    expect(distance(logits, stored.logits)).toBeLessThan(1e-5);
  });
});
