/**
 * @file Undoes at the end of each unit test file what it has put in place of globals, and what it has changed in the page's
 * store: the next file shares them.
 */
import { afterAll, expect, vi } from 'vitest';

/** Only the page's own tests use its store, and others start sooner without it. */
const USES_STORE = /[\\/]app[\\/]/;

afterAll(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  if (!USES_STORE.test(expect.getState().testPath ?? '')) return;
  const { useLab } = await import('../../../app/store/lab');
  useLab.setState(useLab.getInitialState(), true);
});
