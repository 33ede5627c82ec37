/** @file What scenarios cost: trainable parameters, peak memory by kind, speed. */
import type { MemoryBreakdown } from '../results/results';
import { count, megabytes, nearly, percent, rate, withUnit } from '../base/format';
import type { ModelConfig } from '../architecture/config';
import {
  barEnd,
  MEMORY_KINDS,
  onSeveralDevices,
  parameterShare,
  peakMemory,
  shareAxis,
  speedsOf,
  tickText,
  totalBytes,
} from '../results/costs';
import { summarize } from '../stats/summary';
import { barRows, type BarRow } from './barRows';
import type { Panel, PanelSize, ScenarioResults } from './input';
import { ticksTo, words } from './marks';
import { el, movedBy, type Element } from './svg';
import { textWidth } from './textFit';
import { memoryShades, type Theme } from './theme';

const described = (groups: readonly ScenarioResults[], rows: readonly BarRow[]): string =>
  groups.map(({ scenario }, i) => `${scenario.name}: ${rows[i]?.figure ?? 'not known'}.`).join(' ');

/** @param config the model's shape, where it is known: shares before a trial has told them */
export function parametersPanel(
  groups: readonly ScenarioResults[],
  config: ModelConfig | null,
  size: PanelSize,
): Panel {
  const shares = groups.map(({ scenario, done }) => parameterShare(scenario, done, config));
  const { ticks, position } = shareAxis(shares);
  const rows = groups.map(({ scenario: { color } }, i): BarRow => {
    const share = shares[i] ?? null;
    return {
      figure: share === null ? null : percent(share),
      marks: (at, { y, height }) => {
        const middle = y + height / 2;
        const end = at(position(share ?? 0));
        return [
          el('line', { x1: at(0), x2: end, y1: middle, y2: middle, stroke: color, 'stroke-width': 1.75 }),
          el('circle', { cx: end, cy: middle, r: Math.min(4.5, height / 2), fill: color }),
        ];
      },
    };
  });
  const axis = {
    ticks: ticks.map((tick) => ({ at: position(tick), text: tickText(tick) })),
    title: 'of full fine-tuning, each mark ten times the one before',
  };
  return {
    title: 'Trainable parameters',
    ...barRows(groups, rows, axis, size),
    caption: 'In percent of those that full fine-tuning trains, on a logarithmic scale.',
    description: described(groups, rows),
  };
}

/** @param estimated by scenario: what it will take, where that is known and no trial has shown it */
export function memoryPanel(
  groups: readonly ScenarioResults[],
  estimated: readonly (MemoryBreakdown | null)[],
  size: PanelSize,
): Panel {
  const peaks = groups.map(({ done }, i) => peakMemory(done, estimated[i] ?? null));
  const totals = peaks.map((peak) => (peak ? totalBytes(peak.memory) : 0));
  const most = barEnd(totals);
  const rows = groups.map(({ scenario: { color } }, i): BarRow => {
    const peak = peaks[i] ?? null;
    const figure = megabytes(totals[i] ?? 0);
    return {
      figure: peak && (peak.isEstimated ? nearly(figure) : figure),
      marks: (at, bar) =>
        peak ? stack(peak.memory, most, memoryShades(color, size.theme), at, bar, peak.isEstimated) : [],
    };
  });
  const ticks = peaks.some((peak) => peak !== null)
    ? ticksTo(most, 5).map((bytes) => ({ at: bytes / most, text: bytes === 0 ? '0' : tickBytes(bytes) }))
    : [];
  const { content, height } = barRows(groups, rows, { ticks, title: 'bytes on the device' }, size);
  const legend = memoryLegend(size.theme);
  return {
    title: 'Peak memory',
    content: [...content, movedBy(0, height + 6, legend)],
    height: height + 20,
    caption:
      'The most that a trial held on the device at once, by kind.' +
      (peaks.some((peak) => peak?.isEstimated) ? ' ≈ is what a trial will take, before it has run.' : ''),
    description: described(groups, rows),
  };
}

/** "150 MB", "2.5 GB": of round numbers. */
const tickBytes = (bytes: number): string =>
  bytes >= 1e9
    ? withUnit(Number((bytes / 1e9).toPrecision(3)), 'GB')
    : withUnit(Number((bytes / 1e6).toPrecision(3)), 'MB');

function stack(
  memory: MemoryBreakdown,
  most: number,
  shades: readonly string[],
  at: (position: number) => number,
  { y, height }: { readonly y: number; readonly height: number },
  isEstimated: boolean,
): Element[] {
  let below = 0;
  return MEMORY_KINDS.map(({ kind, label }, i) => {
    const x = at(below / most);
    below += memory[kind];
    return el(
      'rect',
      { x, y, width: at(below / most) - x, height, fill: shades[i], opacity: isEstimated ? 0.55 : undefined },
      el('title', {}, `${label}: ${megabytes(memory[kind])}`),
    );
  });
}

function memoryLegend(theme: Theme): Element[] {
  const shades = memoryShades(theme.quiet, theme);
  let x = 0;
  return MEMORY_KINDS.flatMap(({ label }, i) => {
    const left = x;
    x += 28 + textWidth(label, 10.5);
    return [
      el('rect', { x: left, y: 0, width: 10, height: 10, fill: shades[i] }),
      words(left + 15, 9, label, { size: 10.5, fill: theme.quiet }),
    ];
  });
}

export function speedPanel(groups: readonly ScenarioResults[], size: PanelSize): Panel {
  const speeds = groups.map(({ done }) => speedsOf(done));
  const most = barEnd(speeds.flat());
  const rows = groups.map(({ scenario: { color } }, i): BarRow => {
    const own = speeds[i] ?? [];
    const { mean } = summarize(own);
    return {
      figure: mean === null ? null : withUnit(rate(mean), '/s'),
      marks: (at, { y, height }) => [
        el('rect', { x: at(0), y, width: at((mean ?? 0) / most) - at(0), height, rx: 1.5, fill: color }),
        ...own.map((speed) => {
          const x = at(speed / most);
          return el('line', {
            ...{ x1: x, x2: x, y1: y - 2.5, y2: y + height + 2.5 },
            ...{ stroke: size.theme.ink, 'stroke-width': 1.25, 'stroke-opacity': 0.6 },
          });
        }),
      ],
    };
  });
  const any = speeds.some((own) => own.length > 0);
  const ticks = any
    ? ticksTo(most, 5).map((speed) => ({
        at: speed / most,
        text: speed >= 10 ? count(speed) : String(speed),
      }))
    : [];
  return {
    title: 'Speed',
    ...barRows(groups, rows, { ticks, title: 'training sentences per second' }, size),
    caption:
      'The bar is the mean, a tick is one trial.' +
      (onSeveralDevices(groups.flatMap(({ done }) => done))
        ? ' Trials ran on different devices: compare speeds only within one.'
        : ''),
    description: described(groups, rows),
  };
}
