/** @file Follows a run outside the page's content: the title, keeping the screen awake, a notification at the end. */
import { useLab } from '../lab';
import { endMessage, showNotification } from '../run/notification';
import { titleOf } from './title';
import { browserHost, createWakeLock } from './wakeLock';

/** Must be called only once. */
export function startFollowing(): void {
  const keepAwake = createWakeLock(browserHost());
  useLab.subscribe(
    ({ run }) => run,
    (run, before) => {
      const title = titleOf(run);
      if (document.title !== title) document.title = title;
      keepAwake(run.status !== 'idle' && run.status !== 'paused');
      if (run.status !== 'idle' || before.status === 'idle') return;
      const message = endMessage(run);
      if (message && useLab.getState().notify && document.hidden) showNotification(message);
    },
  );
}
