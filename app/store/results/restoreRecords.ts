/** @file Records of earlier visits and other tabs, brought back from the browser's database. */
import type { Experiment } from '../../../src/experiment/experiment';
import { hasNewerCheckpoints } from '../storage/checkpointPersistence';
import { hasNewerRecords, readRecords } from '../storage/persistence';
import type { RecordsContext, RecordsMemory } from './recordsMemory';
import { formatStorageProblem } from './storeRecords';
import { isSettled, trialSlots, type Records } from './trialKey';

/** @param all whether to also read what is finished on this page */
export async function restore(context: RecordsContext, experiment: Experiment, all: boolean): Promise<void> {
  const { get, set, memory } = context;
  const lab = get();
  const keys = trialSlots(experiment, lab.records, lab).flatMap(({ key, record }) =>
    memory.superseded.has(key) || (isSettled(record) && !all) ? [] : [key],
  );
  if (keys.length === 0) return;
  const checkpoints = get().restoreCheckpoints(keys);
  try {
    const found = await readRecords(keys);
    void lookForNewer(context);
    if (Object.keys(found).length === 0) return;
    set(({ records }) => ({ records: merged(memory, { before: lab.records, now: records, found }) }));
    await get().restoreTrained(found);
  } catch (error) {
    set({ storageProblem: formatStorageProblem(error) });
  } finally {
    await checkpoints;
  }
}

interface Sides {
  /** What the page showed when the database was asked. */
  readonly before: Records;
  readonly now: Records;
  readonly found: Records;
}

/** Merges what was found into what is shown; trials finished in the meantime are newer than stored ones. */
function merged({ unstored, superseded }: RecordsMemory, { before, now, found }: Sides): Records {
  const newer = Object.entries(now).filter(
    ([key, record]) => isSettled(record) && (unstored.has(key) || record !== before[key] || !(key in found)),
  );
  const shown = Object.entries(found).filter(([key, { id }]) => !superseded.has(key) && now[key]?.id !== id);
  return { ...now, ...Object.fromEntries(shown), ...Object.fromEntries(newer) };
}

/** Looks once whether a newer version of the lab has stored something. */
async function lookForNewer({ set, memory }: RecordsContext): Promise<void> {
  if (memory.lookedForNewer) return;
  memory.lookedForNewer = true;
  // A database that cannot be asked is reported when there is something to store.
  const found = await Promise.all([hasNewerRecords(), hasNewerCheckpoints()]).catch((): boolean[] => []);
  if (found.includes(true)) set({ newerStored: true });
}
