/** @file The chosen scenarios in the pictures of the lab: each file by itself, or equal settings together. */
import { useDeferredValue, useMemo, useState } from 'react';
import type { LibraryEntry } from '../../src/library/entry';
import { type OverlayMode, overlayRows } from '../../src/library/overlay';
import { ShownResults } from '../results/save/shown';
import { Densities } from '../results/accuracy/Densities';
import { DifferencesPanel } from '../results/differences/DifferencesPanel';
import { MemoryPanel } from '../results/costs/MemoryPanel';
import { ParametersPanel } from '../results/costs/ParametersPanel';
import { SpeedPanel } from '../results/costs/SpeedPanel';
import { useLab } from '../store/lab';
import { Choice } from '../ui/Choice';
import { InTurn } from '../ui/InTurn';
import { count } from '../../src/base/format';
import { AllTrials } from './AllTrials';
import { chosenOf } from './chosenRows';
import { overlayGroups, validationBehind } from './overlayGroups';
import { overlayShown } from './overlayShown';
import { PoolingNotes } from './PoolingNotes';

const MODES = [
  { value: 'together', label: 'Together' },
  { value: 'file', label: 'By file' },
] as const;

/** As many rows as an experiment may have scenarios: more than that nobody can read. */
const MOST_ROWS = 64;
/** A matrix of more is no longer read, and every pair weakens Holm's correction for the others. */
const MOST_COMPARED = 16;
/** Nothing is estimated here: one array for all calls. */
const NOTHING_ESTIMATED: readonly null[] = [];

export function OverlayView({ library }: { readonly library: readonly LibraryEntry[] }) {
  const [mode, setMode] = useState<OverlayMode>('together');
  // A check mark answers at once; the pictures follow.
  const chosen = useDeferredValue(useLab((lab) => lab.chosenRows));
  const usable = useLab((lab) => lab.usable);
  const sources = useLab((lab) => lab.sources);
  const commits = useLab((lab) => lab.commits);
  const experiment = useLab((lab) => lab.experiment);
  const inspection = useLab((lab) => lab.inspection);

  const overlay = useMemo(() => overlayRows(chosenOf(library, chosen), mode), [library, chosen, mode]);
  const rows = useMemo(() => overlay.rows.slice(0, MOST_ROWS), [overlay]);
  const groups = useMemo(
    () => overlayGroups(rows, { usable, sources, commits }),
    [rows, usable, sources, commits],
  );
  const { measured, costs, slots } = groups;
  const validation = useMemo(
    () => validationBehind(rows, { experiment, inspection }),
    [rows, experiment, inspection],
  );
  const evidence = useMemo(() => ({ groups: measured, rows: validation.rows }), [measured, validation]);
  const accuracies = useMemo(() => ({ groups: measured, ...validation }), [measured, validation]);

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
          <PoolingNotes overlay={overlay} mode={mode} />
          {overlay.rows.length > MOST_ROWS && (
            <p className="field-message" role="status">
              {count(MOST_ROWS)} of {count(overlay.rows.length)} rows are drawn: choose fewer, or “Together”.
            </p>
          )}
          <ShownResults value={() => overlayShown(overlay, rows, groups, validation)}>
            <div className="results">
              <InTurn value={accuracies}>{(shown) => <Densities {...shown} />}</InTurn>
              <div className="panels">
                <InTurn value={costs}>{(shown) => <ParametersPanel groups={shown} config={null} />}</InTurn>
                <InTurn value={costs}>
                  {(shown) => <MemoryPanel groups={shown} estimated={NOTHING_ESTIMATED} />}
                </InTurn>
                <InTurn value={costs}>{(shown) => <SpeedPanel groups={shown} />}</InTurn>
              </div>
              {rows.length <= MOST_COMPARED ? (
                <InTurn value={evidence}>{(shown) => <DifferencesPanel {...shown} />}</InTurn>
              ) : (
                <p className="caption">
                  Up to {MOST_COMPARED} rows are compared with each other; these are {count(rows.length)}.
                  Choose fewer, or “Together”.
                </p>
              )}
              <AllTrials slots={slots} />
            </div>
          </ShownResults>
        </>
      )}
    </div>
  );
}
