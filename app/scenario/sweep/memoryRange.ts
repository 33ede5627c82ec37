/** @file The smallest and the largest memory of a sweep's scenarios on the device. */
import type { Hyperparameters, Scenario } from '../../../src/experiment/experiment';
import { settingsKey } from '../../../src/experiment/sweep/sweep';
import type { MemoryBreakdown } from '../../../src/results/results';
import { megabytes, nearly } from '../../../src/base/format';
import { totalMemory } from '../../store/results/estimatedPeak';

/** One scenario for each size; learning rate, duration and alpha do not change the size. */
export function sizesOf(scenarios: readonly Scenario[], training: Hyperparameters): Scenario[] {
  const sizes = new Map<string, Scenario>();
  for (const scenario of scenarios) {
    const { learningRate: _, duration: __, init: ___, ...rest } = scenario;
    const key = settingsKey(rest.method === 'lora' ? { ...rest, alpha: 1, rsLora: false } : rest, training);
    if (!sizes.has(key)) sizes.set(key, scenario);
  }
  return [...sizes.values()];
}

/** "≈ 40.1 to 95.2 MB, the largest: all r=32"; null if nothing is known. */
export function formatMemoryRange(
  scenarios: readonly Scenario[],
  memory: readonly (MemoryBreakdown | null)[],
): string | null {
  const known = scenarios.flatMap(({ name }, i) => {
    const breakdown = memory[i];
    return breakdown ? [{ name, bytes: totalMemory(breakdown) }] : [];
  });
  const [first, ...others] = known;
  if (!first) return null;
  const least = others.reduce((a, b) => (b.bytes < a.bytes ? b : a), first);
  const most = others.reduce((a, b) => (b.bytes > a.bytes ? b : a), first);
  const [low, high] = [megabytes(least.bytes), megabytes(most.bytes)];
  if (low === high) return nearly(high);
  const [lowNumber = '', unit] = low.split(/\s/);
  return `${nearly(high.endsWith(unit ?? low) ? lowNumber : low)} to ${high}, the largest: ${most.name}`;
}
