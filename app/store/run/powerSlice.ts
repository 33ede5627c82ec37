/** @file This device's settings for runs: leave the machine usable, keep within its memory, notify at the end. */
import type { StateCreator } from 'zustand';
import { savedMemoryLimit, saveMemoryLimit } from './memoryLimits';
import { askForNotifications, notificationsPermitted, type NotificationAccess } from './notification';
import { readPreference, writePreference } from '../storage/preferences';
import { trainer } from '../worker/trainer';
import { changeClock } from '../timing/workClock';
import type { RunState } from './runState';

export interface PowerSlice {
  /** The trainer leaves the device about half of the time to others. */
  readonly quiet: boolean;
  readonly setQuiet: (quiet: boolean) => void;
  /** GB on the device that trials may take; null for no limit. */
  readonly memoryLimit: number | null;
  readonly setMemoryLimit: (gigabytes: number | null) => void;
  /** Whether the person wants to be told of a run's end while the page is hidden. */
  readonly notify: boolean;
  /** Whether the browser allows it. */
  readonly notificationAccess: NotificationAccess;
  /** Asks the person for permission, if need be. */
  readonly setNotify: (notify: boolean) => Promise<void>;
}

const QUIET = 'quiet';
const NOTIFY = 'notify';

export const createPowerSlice: StateCreator<PowerSlice & { readonly run: RunState }, [], [], PowerSlice> = (
  set,
  get,
) => ({
  quiet: readPreference(QUIET) === 'yes',
  notify: readPreference(NOTIFY) === 'yes' && notificationsPermitted() === 'granted',
  notificationAccess: notificationsPermitted(),

  setQuiet(quiet) {
    writePreference(QUIET, quiet ? 'yes' : null);
    const { run } = get();
    set({ quiet });
    if (run.status === 'idle' || run.runId === null) return;
    trainer().setQuiet(run.runId, quiet);
    set({ run: { ...run, clock: changeClock(run.clock, { quiet }, Date.now()) } });
  },

  memoryLimit: savedMemoryLimit(),
  setMemoryLimit(memoryLimit) {
    saveMemoryLimit(memoryLimit);
    set({ memoryLimit });
  },

  async setNotify(wanted) {
    const notificationAccess = wanted ? await askForNotifications() : notificationsPermitted();
    const notify = wanted && notificationAccess === 'granted';
    writePreference(NOTIFY, notify ? 'yes' : null);
    set({ notify, notificationAccess });
  },
});
