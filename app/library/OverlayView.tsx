/** @file The chosen scenarios in the pictures of the lab: each file by itself, or equal settings together. */
import { useMemo, useState } from 'react';
import type { LibraryEntry } from '../../src/library/entry';
import type { OverlayMode } from '../../src/library/overlay';
import { ShownResults } from '../results/save/shown';
import { DifferencesPanel } from '../results/differences/DifferencesPanel';
import { LineUp } from '../results/lineUp/LineUp';
import { Choice } from '../ui/Choice';
import { InTurn } from '../ui/InTurn';
import { count } from '../../src/base/format';
import { AllTrials } from './AllTrials';
import { ClassWall } from './ClassWall';
import { PoolingNotes } from './PoolingNotes';
import { useOverlay, type OverlayParts } from './useOverlay';

const MODES = [
  { value: 'together', label: 'Together' },
  { value: 'file', label: 'By file' },
] as const;

/** Nobody reads a larger matrix, and through Holm's correction every pair weakens the others. */
const MOST_COMPARED = 16;
/** Nothing is estimated here: one array for all calls. */
const NOTHING_ESTIMATED: readonly null[] = [];

export function OverlayView({ library }: { readonly library: readonly LibraryEntry[] }) {
  const [mode, setMode] = useState<OverlayMode>('together');
  const parts = useOverlay(library, mode);
  const { overlay, rows, evidence } = parts;
  const entries = useMemo(
    () => [...new Set(overlay.rows.flatMap(({ sources }) => sources.map(({ entry }) => entry)))],
    [overlay],
  );
  return (
    <div className="overlay" data-testid="overlay">
      <header className="figure-head">
        <h2>Overlay</h2>
        <Choice label="Overlay" hideLabel options={MODES} value={mode} onChange={setMode} />
      </header>
      {rows.length === 0 ? (
        <p className="caption">
          Nothing is chosen. Check an entry, or single scenarios of it, to lay them over each other.
        </p>
      ) : (
        <>
          <ClassWall entries={entries} rows={rows} evidence={evidence} />
          <PoolingNotes overlay={overlay} mode={mode} />
          {overlay.rows.length > rows.length && (
            <p className="field-message" role="status">
              {count(rows.length)} of {count(overlay.rows.length)} rows are drawn: choose fewer, or
              “Together”.
            </p>
          )}
          <OverlaidResults {...parts} />
        </>
      )}
    </div>
  );
}

function OverlaidResults({ rows, groups: { costs, slots }, evidence, accuracies, shown }: OverlayParts) {
  const memory = useMemo(() => ({ groups: costs, estimated: NOTHING_ESTIMATED }), [costs]);
  return (
    <ShownResults value={shown}>
      <div className="results">
        <LineUp {...{ accuracies, memory }} groups={costs} config={null} />
        {rows.length <= MOST_COMPARED ? (
          <InTurn value={evidence}>{(drawn) => <DifferencesPanel {...drawn} />}</InTurn>
        ) : (
          <p className="caption">
            Up to {MOST_COMPARED} rows are compared with each other; these are {count(rows.length)}. Choose
            fewer, or “Together”.
          </p>
        )}
        <AllTrials slots={slots} />
      </div>
    </ShownResults>
  );
}
