/** @file The dialogs of the page, each loaded when it is first opened. */
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { useLab } from './store/lab';
import type { DialogName } from './store/experiment/screenSlice';
import { Loaded } from './ui/Loaded';
import type { PageDialogProps } from './ui/pageDialog';

const DIALOGS: Readonly<Record<DialogName, LazyExoticComponent<ComponentType<PageDialogProps>>>> = {
  elsewhere: lazy(() => import('./share/ElsewhereDialog')),
  recommend: lazy(() => import('./recommend/RecommendDialog')),
  keep: lazy(() => import('./library/KeepDialog')),
  shortcuts: lazy(() => import('./help/ShortcutsDialog')),
  startOver: lazy(() => import('./run/StartOverDialog')),
  workshop: lazy(() => import('./workshop/WorkshopDialog')),
  footing: lazy(() => import('./footing/FootingDialog')),
  sweep: lazy(() => import('./scenario/sweep/SweepDialog')),
};

export function Dialogs() {
  const dialog = useLab((lab) => lab.dialog);
  const { closeDialog } = useLab.getState();
  if (dialog === null) return null;
  const Open = DIALOGS[dialog];
  return (
    // The key gives each dialog a boundary of its own: one may load even if another did not.
    <div className="dialog-not-loaded">
      <Loaded key={dialog} what="The dialog" leave={{ label: 'Close', onLeave: closeDialog }}>
        <Open onClose={closeDialog} />
      </Loaded>
    </div>
  );
}
