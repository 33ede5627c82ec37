/**
 * @file A trial of PiSSA as plain LoRA on the pretrained weights: W - s B0 A0 + s B A = W + s [B, -B0] [A; A0], of twice the
 * rank. PEFT converts an adapter in the same way when it is saved with its initial values.
 */
import { adapterName } from '../../architecture/names';
import { projectionOf } from '../../architecture/projections';
import type { LoraScenario } from '../../experiment/experiment';
import { alphaAt, rankOf, tidyRanks } from '../../experiment/ranks';
import { stackedRank } from '../../model/stackedRank';
import type { SplitTensors } from './split';

type Tensors = ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float32Array }>;

/** The scenario with twice the ranks and the same scaling, which begins with nothing of its own. */
export function plainScenario(scenario: LoraScenario): LoraScenario {
  const { pissa: _, ranks: _kept, ...rest } = scenario;
  const { ranks } = tidyRanks(scenario);
  const rank = 2 * rest.rank;
  return {
    ...rest,
    rank,
    alpha: alphaAt(scenario, rank),
    ...(ranks && { ranks: ranks.map((ranked) => ({ ...ranked, rank: 2 * ranked.rank })) }),
  };
}

/**
 * The trained tensors for {@link plainScenario}, in the shapes of its layout.
 * @param trained A and B of every module as they were trained, filled up with zeros where stacked, and the head
 * @param start A and B of every module before the first step
 * @throws Error naming a tensor that is not there
 */
export function plainTensors(scenario: LoraScenario, trained: Tensors, start: SplitTensors): Tensors {
  const tensors = new Map(trained);
  for (const [layer, components] of scenario.modules.entries())
    for (const component of components) {
      const rank = rankOf(scenario, layer, component);
      const width = 2 * stackedRank(scenario, layer, projectionOf(component));
      const [nameA, nameB] = [adapterName(layer, component, 'A'), adapterName(layer, component, 'B')];
      const [a, b, a0, b0] = [trained.get(nameA), trained.get(nameB), start.get(nameA), start.get(nameB)];
      if (!a || !b || !a0 || !b0) throw new Error(`There is no tensor ${nameA} or ${nameB}.`);
      const [input, output] = [a0.shape[1], b0.shape[0]];
      const wideA = new Float32Array(width * input);
      wideA.set(a.values.subarray(0, rank * input));
      wideA.set(a0.values, rank * input);
      tensors.set(nameA, { shape: [width, input], values: wideA });
      tensors.set(nameB, {
        shape: [output, width],
        values: joined(b.values, b0.values, output, rank, width),
      });
    }
  return tensors;
}

/** [B, -B0, 0], [output, width]. */
function joined(
  b: Float32Array,
  b0: Float32Array,
  output: number,
  rank: number,
  width: number,
): Float32Array {
  const all = new Float32Array(output * width);
  const stride = b.length / output;
  for (let row = 0; row < output; row++)
    for (let r = 0; r < rank; r++) {
      all[row * width + r] = b[row * stride + r]!; // in range: B has rows of `stride`, at least `rank`
      all[row * width + rank + r] = -b0[row * rank + r]!;
    }
  return all;
}
