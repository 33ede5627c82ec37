/** @file Peak memory on the device by kind: what trials measured, or an estimate until one has. */
import { megabytes, nearly, withUnit } from '../../base/format';
import { barEnd, MEMORY_KINDS, peakMemory, totalBytes, type PeakMemory } from '../../results/costs';
import { formatCostEngines } from '../../results/engines';
import type { MemoryBreakdown } from '../../results/results';
import { joinSentences, linearTicks } from '../figure';
import { formatMixed } from '../mixedPrecision';
import type { ScenarioResults } from '../scenarioResults';
import { memoryPaints } from '../theme';
import { barTicks, describeBars, type BarFigure, type BarMark, type BarRow } from './barFigure';

/** @param estimated memory by scenario; null if nothing is known */
export function memoryFigure(
  groups: readonly ScenarioResults[],
  estimated: readonly (MemoryBreakdown | null)[],
): BarFigure {
  const peaks = groups.map(({ done }, i) => peakMemory(done, estimated[i] ?? null));
  const known = peaks.filter((peak) => peak !== null);
  const most = barEnd(known.map(({ memory }) => totalBytes(memory)));
  const rows = groups.map(({ scenario }, i): BarRow => {
    const peak = peaks[i] ?? null;
    return {
      ...{ scenario, figure: peak && peakText(peak), isEstimated: peak?.isEstimated ?? false },
      marks: peak ? parts(peak.memory, scenario.color, most) : [],
    };
  });
  const paints = memoryPaints('quiet');
  return {
    title: 'Peak memory',
    // The same before a run and after it, so that nothing below the figure moves.
    caption: joinSentences(
      'The most that a trial held on the device at once, by kind; ≈ is what it will take, before it has run.',
      formatCostEngines(groups, 'memory'),
      formatMixed(groups),
    ),
    description: describeBars(rows),
    axis: {
      label: 'bytes on the device',
      ticks: linearTicks(barTicks(most, known.length > 0), { from: 0, to: most }, tickText),
    },
    rows,
    legend: MEMORY_KINDS.map(({ label }, i) => ({ label, paint: paints[i] ?? 'quiet' })),
  };
}

function peakText({ memory, isEstimated }: PeakMemory): string {
  const text = megabytes(totalBytes(memory));
  return isEstimated ? nearly(text) : text;
}

function parts(memory: MemoryBreakdown, color: string, most: number): BarMark[] {
  const paints = memoryPaints(color);
  let below = 0;
  return MEMORY_KINDS.map(({ kind, label }, i): BarMark => {
    const from = below;
    below += memory[kind];
    return {
      ...{ kind: 'part', from: from / most, to: below / most, paint: paints[i] ?? color },
      title: `${label}: ${megabytes(memory[kind])}`,
    };
  });
}

/** Formats a round number of bytes: "0", "150 MB", "2.5 GB". */
function tickText(bytes: number): string {
  if (bytes === 0) return '0';
  const [unit, name] = bytes >= 1e9 ? [1e9, 'GB'] : [1e6, 'MB'];
  return withUnit(Number((bytes / unit).toPrecision(3)), name);
}
