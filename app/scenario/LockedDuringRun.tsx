/** @file Settings that stay as they are while a run goes on. */
import type { ReactNode } from 'react';
import { useLab } from '../store/lab';
import { useInTurn } from '../ui/InTurn';

/** One disabled fieldset for all the controls in it: a hundred disabled ones would have to be rendered anew. */
export function LockedDuringRun({ children }: { readonly children: ReactNode }) {
  // A moment after the press of Run, which must be answered first; the run has its copy of the settings.
  const locked = useInTurn(useLab((lab) => lab.run.status !== 'idle'));
  return (
    <fieldset className="lock" disabled={locked}>
      {children}
    </fieldset>
  );
}
