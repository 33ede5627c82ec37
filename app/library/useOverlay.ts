/** @file The chosen scenarios of the library as what the pictures are drawn from. */
import { useDeferredValue, useMemo } from 'react';
import type { LibraryEntry } from '../../src/library/entry';
import { overlayRows, type OverlayMode } from '../../src/library/overlay';
import { judgingOnce } from '../../src/figures/differences/judging';
import { useLab } from '../store/lab';
import { deltaOf } from '../store/results/judging';
import { chosenOf } from './chosenRows';
import { overlayGroups, validationBehind } from './overlayGroups';
import { overlayShown } from './overlayShown';

/** As many rows as an experiment may have scenarios. Nobody can read more than that. */
const MOST_ROWS = 64;

export function useOverlay(library: readonly LibraryEntry[], mode: OverlayMode) {
  // A check mark responds at once; the pictures follow.
  const chosen = useDeferredValue(useLab((lab) => lab.chosenRows));
  const usable = useLab((lab) => lab.usable);
  const sources = useLab((lab) => lab.sources);
  const commits = useLab((lab) => lab.commits);
  const experiment = useLab((lab) => lab.experiment);
  const inspection = useLab((lab) => lab.inspection);
  const delta = deltaOf(experiment);
  const { measure } = experiment.judging;

  const overlay = useMemo(() => overlayRows(chosenOf(library, chosen), mode), [library, chosen, mode]);
  /** The rows that are drawn. */
  const rows = useMemo(() => overlay.rows.slice(0, MOST_ROWS), [overlay]);
  const groups = useMemo(
    () => overlayGroups(rows, { usable, sources, commits }, measure),
    [rows, usable, sources, commits, measure],
  );
  const { measured } = groups;
  const validation = useMemo(
    () => validationBehind(rows, { experiment, inspection }),
    [rows, experiment, inspection],
  );
  const judging = useMemo(
    () => judgingOnce(measured, { rows: validation.rows, delta }),
    [measured, validation, delta],
  );
  const evidence = useMemo(() => ({ groups: measured, judging }), [measured, judging]);
  const accuracies = useMemo(() => ({ groups: measured, ...validation }), [measured, validation]);
  const shown = () => overlayShown(overlay, rows, groups, validation, judging);
  return { overlay, rows, groups, evidence, accuracies, shown };
}

export type OverlayParts = ReturnType<typeof useOverlay>;
