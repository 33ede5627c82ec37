/** @file What follows a run outside of the page's content: the title, the screen's sleep, a notification at the end. */
import { useLab } from '../lab';
import { endMessage, showNotification } from '../run/notification';
import { titleOf } from './title';
import { browserHost, createWakeLock } from './wakeLock';

/** Call once. */
export function startFollowing(): void {
  const keepAwake = createWakeLock(browserHost());
  useLab.subscribe(({ run, notify }, before) => {
    if (run === before.run) return;
    const title = titleOf(run);
    if (document.title !== title) document.title = title;
    keepAwake(run.status !== 'idle' && run.status !== 'paused');
    if (run.status !== 'idle' || before.run.status === 'idle') return;
    const message = endMessage(run);
    if (message && notify && document.hidden) showNotification(message);
  });
}
