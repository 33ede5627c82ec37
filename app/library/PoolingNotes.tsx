/** @file The evidence behind the overlaid rows: seeds, files and trials, and what was not pooled and why. */
import { memo } from 'react';
import type { Overlay, OverlayMode } from '../../src/library/overlay';
import {
  formatApart,
  formatCopies,
  formatDuplicate,
  formatEvidence,
  formatOrigin,
  formatSameSeeds,
} from './formatOverlay';

export interface PoolingNotesProps {
  readonly overlay: Overlay;
  readonly mode: OverlayMode;
}

export const PoolingNotes = memo(function PoolingNotes({ overlay, mode }: PoolingNotesProps) {
  const { rows, duplicates } = overlay;
  // Scenarios of one entry differ on purpose, so nobody expects them to be pooled.
  const apart = overlay.apart.filter(({ withinOne }) => !withinOne);
  const together = mode === 'together';
  const sameSeeds = together ? formatSameSeeds(rows) : '';
  const captions = [
    ...(together ? [formatCopies(rows)] : []),
    ...(duplicates > 0 ? [formatDuplicate(duplicates)] : []),
    ...formatOrigin(overlay),
  ].filter((text) => text !== '');
  return (
    <div className="pooling" data-testid="pooling">
      {together && (
        <ul className="pooling-rows">
          {rows.map((row, i) => (
            <li key={i} data-scenario={row.scenario.name}>
              <span className="swatch" style={{ background: row.scenario.color }} />
              <strong>{row.scenario.name}</strong> <span>{formatEvidence(row)}</span>
            </li>
          ))}
        </ul>
      )}
      {sameSeeds !== '' && (
        <p className="pooling-warning" data-testid="same-seeds">
          {sameSeeds}
        </p>
      )}
      {apart.length > 0 && (
        <div className="caption" data-testid="apart">
          <p>Not pooled, since settings differ:</p>
          <ul>
            {apart.map((each, i) => (
              <li key={i}>{formatApart(each)}</li>
            ))}
          </ul>
        </div>
      )}
      {captions.map((text) => (
        <p key={text} className="caption">
          {text}
        </p>
      ))}
    </div>
  );
});
