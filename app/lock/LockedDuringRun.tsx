/** @file Settings that stay as they are while a run goes on, or for as long as a workshop's link fixes them. */
import type { ReactNode } from 'react';
import type { PartName } from '../../src/workshop/parts';
import { useLab } from '../store/lab';
import { useInTurn } from '../ui/InTurn';
import { FixedNote } from './FixedNote';
import { isFixed, isHidden } from './fixed';

export interface LockedDuringRunProps {
  /** The part of the page that these settings are; without it, no workshop can fix them. */
  readonly part?: PartName;
  /** Says nothing about the workshop: another place of the same part does. */
  readonly quiet?: boolean;
  readonly children: ReactNode;
}

/** One disabled fieldset for all the controls in it: a hundred disabled ones would have to be rendered anew. */
export function LockedDuringRun({ part, quiet = false, children }: LockedDuringRunProps) {
  // A moment after the press of Run, which must be answered first; the run has its copy of the settings.
  const locked = useInTurn(useLab((lab) => lab.run.status !== 'idle'));
  const fixed = useLab((lab) => part !== undefined && isFixed(lab, part));
  const hidden = useLab((lab) => part !== undefined && isHidden(lab, part));
  return (
    <fieldset className="lock" disabled={locked || fixed} data-fixed={fixed ? part : undefined}>
      {fixed && !quiet && !hidden && <FixedNote />}
      {children}
    </fieldset>
  );
}
