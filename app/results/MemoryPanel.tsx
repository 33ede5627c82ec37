/** @file Peak memory on the device, by what it held; foreseen until a trial has shown it. */
import { memo } from 'react';
import type { MemoryBreakdown, TrialRecord } from '../../src/experiment/results';
import { megabytes } from '../ui/format';
import type { ScenarioGroup } from './groups';
import { PanelRow } from './PanelRow';

/** From what is always there to what comes and goes; the shade pales in this order. */
const KINDS: readonly { readonly kind: keyof MemoryBreakdown; readonly label: string }[] = [
  { kind: 'weights', label: 'weights' },
  { kind: 'adapters', label: 'trained' },
  { kind: 'gradients', label: 'gradients' },
  { kind: 'optimizer', label: 'optimizer' },
  { kind: 'activations', label: 'activations' },
  { kind: 'workspace', label: 'workspace' },
];

export interface MemoryPanelProps {
  readonly groups: readonly ScenarioGroup[];
  /** By scenario: what it will take, where that is known. */
  readonly foreseen: readonly (MemoryBreakdown | null)[];
}

export const MemoryPanel = memo(function MemoryPanel({ groups, foreseen }: MemoryPanelProps) {
  const rows = groups.map(({ done }, index) => memoryOf(done, foreseen[index] ?? null));
  const most = Math.max(1, ...rows.map((row) => (row ? totalOf(row.memory) : 0)));
  const someForeseen = rows.some((row) => row?.isForeseen);

  return (
    <figure className="panel">
      <h3>Peak memory</h3>
      <ol>
        {groups.map(({ scenario, position }, index) => {
          const row = rows[index];
          const total = row ? megabytes(totalOf(row.memory)) : null;
          return (
            <PanelRow
              key={position}
              scenario={scenario}
              figure={row?.isForeseen ? `≈ ${total}` : total}
              isForeseen={row?.isForeseen}
              published={{ figure: 'memoryPercent' }}
            >
              {row &&
                KINDS.map(({ kind, label }, shade) => (
                  <span
                    key={kind}
                    className="stack-part"
                    data-shade={shade}
                    title={`${label}: ${megabytes(row.memory[kind])}`}
                    style={{ width: `${(row.memory[kind] / most) * 100}%` }}
                  />
                ))}
            </PanelRow>
          );
        })}
      </ol>
      <ul className="legend" aria-label="Shades, from left to right">
        {KINDS.map(({ kind, label }, shade) => (
          <li key={kind}>
            <span className="stack-part" data-shade={shade} /> {label}
          </li>
        ))}
      </ul>
      <figcaption className="caption">
        {someForeseen
          ? '≈ is what a trial will take, before it has run.'
          : 'What the largest trial of a scenario took.'}
      </figcaption>
    </figure>
  );
});

interface Row {
  readonly memory: MemoryBreakdown;
  readonly isForeseen: boolean;
}

/** What was measured, or else what is foreseen. Memory does not depend on the seed; the largest trial counts. */
function memoryOf(done: readonly TrialRecord[], foreseen: MemoryBreakdown | null): Row | null {
  const [largest] = [...done].sort((a, b) => b.peakBytes - a.peakBytes);
  if (largest) return { memory: largest.memory, isForeseen: false };
  return foreseen && { memory: foreseen, isForeseen: true };
}

function totalOf(memory: MemoryBreakdown): number {
  return KINDS.reduce((sum, { kind }) => sum + memory[kind], 0);
}
