/** @file Peak memory on the device, by what it held; estimated until a trial has shown it. */
import { memo } from 'react';
import type { MemoryBreakdown } from '../../../src/results/results';
import { barEnd, MEMORY_KINDS, peakMemory, totalBytes } from '../../../src/results/costs';
import { megabytes, nearly } from '../../../src/base/format';
import { WITHHELD } from '../../lessons/formatScore';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';
import { PanelRow } from './PanelRow';
import { SaveMenu } from '../save/SaveMenu';

export interface MemoryPanelProps {
  readonly groups: readonly ScenarioGroup[];
  /** By scenario: what it will take, where that is known. */
  readonly estimated: readonly (MemoryBreakdown | null)[];
  /** An open lesson asks for these figures, and they would answer for its reader. */
  readonly withheld?: boolean;
}

export const MemoryPanel = memo(function MemoryPanel({
  groups,
  estimated,
  withheld = false,
}: MemoryPanelProps) {
  if (withheld)
    return (
      <figure className="panel" data-testid="memory-withheld">
        <h3>Peak memory</h3>
        <figcaption className="caption">{WITHHELD}</figcaption>
      </figure>
    );
  const rows = groups.map(({ done }, index) => peakMemory(done, estimated[index] ?? null));
  const most = barEnd(rows.map((row) => (row ? totalBytes(row.memory) : 0)));
  const someEstimated = rows.some((row) => row?.isEstimated);

  return (
    <figure className="panel">
      <h3>Peak memory</h3>
      <SaveMenu
        what="memory"
        words="the memory"
        groups={groups}
        draw={(all, of) => all.memoryPicture(of, estimated)}
      />
      <ol>
        {groups.map(({ scenario, position }, index) => {
          const row = rows[index];
          const total = row ? megabytes(totalBytes(row.memory)) : null;
          return (
            <PanelRow
              key={position}
              scenario={scenario}
              figure={row?.isEstimated && total !== null ? nearly(total) : total}
              isEstimated={row?.isEstimated}
              published={{ figure: 'memoryPercent' }}
            >
              {row &&
                MEMORY_KINDS.map(({ kind, label }, shade) => (
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
        {MEMORY_KINDS.map(({ kind, label }, shade) => (
          <li key={kind}>
            <span className="stack-part" data-shade={shade} /> {label}
          </li>
        ))}
      </ul>
      <figcaption className="caption">
        {someEstimated
          ? '≈ is what a trial will take, before it has run.'
          : 'What the largest trial of a scenario took.'}
      </figcaption>
    </figure>
  );
});
