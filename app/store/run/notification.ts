/** @file Tells of a run's end while the page is hidden, if the person asked for it and the browser allows it. */
import { scenarioId } from '../../../src/experiment/scenarioId';
import type { RunState } from './runState';

/** `absent`: this browser has none, or none for this page. */
export type NotificationAccess = NotificationPermission | 'absent';

export interface Message {
  readonly title: string;
  readonly body: string;
}

export function notificationsPermitted(): NotificationAccess {
  return 'Notification' in globalThis ? Notification.permission : 'absent';
}

/** Asks the person, unless they have answered before. */
export async function askForNotifications(): Promise<NotificationAccess> {
  const before = notificationsPermitted();
  if (before !== 'default') return before;
  try {
    return await Notification.requestPermission();
  } catch {
    return 'absent';
  }
}

/** The message about a run that has just ended; null for one that the person cancelled. */
export function endMessage({ outcome, trials, finished, error }: RunState): Message | null {
  if (outcome === null || outcome === 'cancelled') return null;
  const scenarios = new Set(trials.map(({ scenario }) => scenarioId(scenario))).size;
  const size =
    `${scenarios} ${scenarios === 1 ? 'scenario' : 'scenarios'}, ` +
    `${trials.length} ${trials.length === 1 ? 'trial' : 'trials'}`;
  if (outcome === 'failed') {
    const done = finished.filter(({ status }) => status === 'done').length;
    return { title: 'LoRA Lab had to stop', body: `${size}, ${done} done. ${error?.message ?? ''}`.trim() };
  }
  const wrong = finished.filter(({ status }) => status !== 'done');
  const kinds = (['diverged', 'failed'] as const).flatMap((kind) => {
    const count = wrong.filter(({ status }) => status === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  const end = kinds.length === 0 ? 'all done' : `${finished.length - wrong.length} done, ${kinds.join(', ')}`;
  return { title: 'LoRA Lab is done', body: `${size}: ${end}.` };
}

/** A press on it brings the page to the front. Says nothing where the browser refuses. */
export function showNotification({ title, body }: Message): void {
  try {
    const shown = new Notification(title, { body, icon: './favicon.svg', tag: 'lora-lab' });
    shown.onclick = () => {
      window.focus();
      shown.close();
    };
  } catch {
    // Some phones allow notifications to service workers only.
  }
}
