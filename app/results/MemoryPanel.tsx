/** @file Peak memory on the device, by what it held. */
import { memo } from 'react';
import type { MemoryBreakdown } from '../../src/experiment/results';
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

export const MemoryPanel = memo(function MemoryPanel({
  groups,
}: {
  readonly groups: readonly ScenarioGroup[];
}) {
  // Memory does not depend on the seed; the largest trial counts.
  const peaks = groups.map(({ done }) =>
    done.reduce<(typeof done)[number] | null>((a, b) => (a && a.peakBytes >= b.peakBytes ? a : b), null),
  );
  const most = Math.max(1, ...peaks.map((record) => record?.peakBytes ?? 0));

  return (
    <figure className="panel">
      <h3>Peak memory</h3>
      <ol>
        {groups.map(({ scenario }, index) => {
          const record = peaks[index];
          return (
            <PanelRow key={index} scenario={scenario} figure={record ? megabytes(record.peakBytes) : null}>
              {record &&
                KINDS.map(({ kind, label }, shade) => (
                  <span
                    key={kind}
                    className="stack-part"
                    data-shade={shade}
                    title={`${label}: ${megabytes(record.memory[kind])}`}
                    style={{ width: `${(record.memory[kind] / most) * 100}%` }}
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
    </figure>
  );
});
