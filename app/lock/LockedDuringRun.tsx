/** @file Settings that cannot be changed during a run, or as long as a workshop's link fixes them. */
import type { ReactNode } from 'react';
import type { PartName } from '../../src/workshop/parts';
import { useLab } from '../store/lab';
import { useInTurn } from '../ui/InTurn';
import { FixedNote } from './FixedNote';
import { isFixed, isHidden } from './fixed';

export interface LockProps {
  /** The part of the page to which these settings belong; without it, no workshop can fix them. */
  readonly part?: PartName;
  /** Leaves out the note about the workshop, which the same part shows in another position. */
  readonly quiet?: boolean;
  readonly children: ReactNode;
}

export function LockedDuringRun(props: LockProps) {
  // This follows a moment after Run is pressed, which must respond first. The run has a copy of the settings.
  const locked = useInTurn(useLab((lab) => lab.run.status !== 'idle'));
  return <Lock {...props} locked={locked} />;
}

/** Settings that no trial depends on, so that a run leaves them open. */
export function LockedByWorkshop(props: LockProps) {
  return <Lock {...props} locked={false} />;
}

/**
 * One disabled fieldset around all the controls. Disabling each of a hundred controls would render all of them again.
 */
function Lock({ part, quiet = false, locked, children }: LockProps & { readonly locked: boolean }) {
  const fixed = useLab((lab) => part !== undefined && isFixed(lab, part));
  const hidden = useLab((lab) => part !== undefined && isHidden(lab, part));
  return (
    <fieldset className="lock" disabled={locked || fixed} data-fixed={fixed ? part : undefined}>
      {fixed && !quiet && !hidden && <FixedNote />}
      {children}
    </fieldset>
  );
}
