/** @file Cancels what the lab's page computes at Ctrl-C and its like, or when its time is up. */
import { STATUS_OF } from './runInPage.mjs';

/** Milliseconds for what is cancelled to end by itself, at its next step or batch. */
const CANCEL_GRACE_MS = 60_000;

/**
 * @param {import('./runInPage.mjs').Lab['page']} page
 * @param {number} minutes after which it is cancelled
 * @param {(why: 'asked' | 'late') => void} [onStop] called once, before it is cancelled
 * @returns the exit status that the cancelling asks for, null where nothing was cancelled; and what ends the watch
 */
export function cancelWhenAsked(page, minutes, onStop = () => undefined) {
  /** @type {number | null} */
  let status = null;
  /** @param {number} ends @param {'asked' | 'late'} why */
  const stop = (ends, why) => {
    if (status !== null) return;
    status = ends;
    onStop(why);
    page.evaluate(() => window.loraLab.cancel()).catch(() => undefined);
    setTimeout(() => process.exit(ends), CANCEL_GRACE_MS).unref();
  };
  const listeners = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']).map((signal) => ({
    signal,
    listen: () => stop(STATUS_OF[signal], 'asked'),
  }));
  for (const { signal, listen } of listeners) process.on(signal, listen);
  const timer = minutes < Infinity ? setTimeout(() => stop(1, 'late'), minutes * 60_000) : undefined;
  const forget = () => {
    clearTimeout(timer);
    // What is cancelled and still ends by itself must not lose its way to say so.
    if (status === null) for (const { signal, listen } of listeners) process.off(signal, listen);
  };
  return { status: () => status, forget };
}
