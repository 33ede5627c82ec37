/** @file Stores records in the browser's database, and says why it does not take them. */
import type { TrialRecord } from '../../../src/results/results';
import { storeRecords } from '../storage/persistence';
import { isStorageFull } from '../storage/storageFull';
import { replace, type RecordsContext } from './recordsMemory';
import { isSettled, type Records } from './trialKey';

const REFUSED =
  'This browser does not let the page store results (a private window does that): they last only until this page is closed. Save them before you leave.';

/** Reasons by the name of the database's error. */
const STORAGE_PROBLEMS: Readonly<Record<string, string>> = {
  QuotaExceededError:
    'The browser’s storage for this page is full: results last only until this page is closed. Save them, or free some space.',
  NoAnswer:
    'The browser’s storage does not answer: results last only until this page is closed. Save them before you leave, or close the lab’s other tabs and reload.',
  VersionError:
    'A newer version of the lab has stored results in this browser. They are left as they are; what this page measures lasts only until it is closed. Reload the page to get the newer version, or save the results.',
};

/** Why the database does not take or give records, in words for the person. */
export function formatStorageProblem(error: unknown): string {
  return STORAGE_PROBLEMS[error instanceof Error ? error.name : ''] ?? REFUSED;
}

/** Shows a record and stores it, if it is finished. @returns whether it is stored, or need not be */
export async function addRecord(context: RecordsContext, key: string, record: TrialRecord): Promise<boolean> {
  const { get, set, memory } = context;
  const before = memory.superseded.get(key);
  if (before && !isSettled(record)) {
    memory.instead.push(record);
    return true;
  }
  set(({ records }) => ({ records: { ...records, [key]: record } }));
  if (!isSettled(record)) return true;
  replace(context, key, record);
  const stored = store(context, { [key]: record });
  memory.storing = Promise.all([memory.storing, stored]);
  const isStored = await stored;
  // A trial that ends as done stores its own values under the key; what the earlier one trained is not this one's.
  if (before && isStored && record.status !== 'done') get().forgetTrained(before.id, key);
  return isStored;
}

/** Stores these records and those that the database refused before. @returns whether it has taken them */
export async function store({ get, set, memory }: RecordsContext, records: Records): Promise<boolean> {
  const { unstored } = memory;
  for (const [key, record] of Object.entries(records)) unstored.set(key, record);
  const waiting = new Map(unstored);
  try {
    await storeRecords(Object.fromEntries(waiting)).catch(async (error: unknown) => {
      if (!isStorageFull(error)) throw error;
      // A result is small and complete; checkpoints of interrupted trials are large and are not.
      await get().makeRoom();
      await storeRecords(Object.fromEntries(waiting));
    });
    for (const [key, record] of waiting) if (unstored.get(key) === record) unstored.delete(key);
    if (get().storageProblem !== null) set({ storageProblem: null });
    return true;
  } catch (error) {
    set({ storageProblem: formatStorageProblem(error) });
    return false;
  }
}

/** Shows and stores the other results of the trials that were started over. */
export async function swapStartedOver(context: RecordsContext): Promise<void> {
  const { startedOver } = context.get();
  if (!startedOver) return;
  const shown = startedOver.shown === 'after' ? 'before' : 'after';
  context.set(({ records }) => ({
    records: { ...records, ...startedOver[shown] },
    startedOver: { ...startedOver, shown },
  }));
  const stored = store(context, startedOver[shown]);
  context.memory.storing = Promise.all([context.memory.storing, stored]);
  await stored;
}
