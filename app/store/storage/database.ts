/** @file A database of the page: its layouts as a list of migrations, and a connection that comes back after it was closed. */
import { ANSWER_MS, inTime, NoAnswer } from '../../../src/base/inTime';
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';

/**
 * Brings a database from the layout before to this one, within the transaction that changes its version: the whole way or
 * not at all. It may wait for what it reads and writes there, and for nothing else.
 */
export type Migration<Schema extends DBSchema> = (
  db: IDBPDatabase<Schema>,
  transaction: IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>,
) => void | Promise<void>;

export interface Database<Schema extends DBSchema> {
  /**
   * The connection, made when it is first needed and anew after it was closed. A browser that does not answer is waited for
   * once; from then on this fails at once, until the answer has come.
   * @throws NoAnswer
   * @throws DOMException, by name: VersionError if a newer lab has made the database, which is then left as it is
   */
  readonly open: () => Promise<IDBPDatabase<Schema>>;
  /**
   * Reads or writes on the connection. A transaction waits for those of other tabs, and a tab that sleeps in the middle of
   * one holds up all others: what takes too long is not waited for, and everything after it fails at once until it is
   * through.
   * @param milliseconds how long to wait, for work that may be large; null waits as long as it takes
   * @throws NoAnswer; the work may still be done later
   */
  readonly ask: <T>(
    work: (db: IDBPDatabase<Schema>) => Promise<T>,
    milliseconds?: number | null,
  ) => Promise<T>;
  readonly close: () => Promise<void>;
}

/**
 * @param migrations the first makes the database, each other one stands for a later layout; their number is its version
 * @param onRemoved called when the browser has removed the database under an open connection
 * @param onLate called when the database has opened, or done what it was asked to, later than anybody waited for it
 */
export function createDatabase<Schema extends DBSchema>(
  name: string,
  migrations: readonly Migration<Schema>[],
  onRemoved: () => void = () => undefined,
  onLate: () => void = () => undefined,
): Database<Schema> {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  /** What has had no answer in time, and may still get one: opening the database, or work on it. */
  let overdue: Promise<unknown> | null = null;

  const start = async (): Promise<IDBPDatabase<Schema>> => {
    const failure: { error: unknown } = { error: null };
    try {
      return await openDB<Schema>(name, migrations.length, {
        upgrade(db, from, _to, transaction) {
          transaction.done.catch(() => undefined); // the same error comes from opening
          migrate(migrations.slice(from), db, transaction).catch((error: unknown) => {
            failure.error = error;
            transaction.abort();
          });
        },
        // A newer lab in another tab has to migrate it, and must not wait for this page. No version: it is being deleted.
        blocking: (_own, wanted) => void close().then(() => wanted === null && onRemoved()),
        terminated: () => {
          opened = null;
          onRemoved();
        },
      });
    } catch (error) {
      throw failure.error ?? error;
    }
  };

  const close = async (): Promise<void> => {
    const closing = opened;
    opened = null;
    (await closing?.catch(() => null))?.close();
  };

  /** @throws NoAnswer if it takes longer, or if something else has already taken too long */
  const answered = <T>(asked: Promise<T>, milliseconds: number): Promise<T> =>
    inTime(asked, { milliseconds }).catch((error: unknown) => {
      if (error instanceof NoAnswer) followUp(asked);
      throw error;
    });

  const followUp = (asked: Promise<unknown>): void => {
    // Whoever else waits for the database waits for the first one, too.
    if (overdue !== null) return;
    overdue = asked;
    asked.then(
      () => {
        overdue = null;
        onLate();
      },
      () => {
        overdue = null;
      },
    );
  };

  const open = (): Promise<IDBPDatabase<Schema>> => {
    const opening = (opened ??= start());
    // What failed once may work later: after freeing space, say.
    opening.catch(() => {
      if (opened === opening) opened = null;
    });
    if (overdue !== null) return Promise.reject(new NoAnswer(`${name} does not answer.`));
    return answered(opening, ANSWER_MS);
  };

  return {
    open,
    async ask(work, milliseconds = ANSWER_MS) {
      const working = work(await open());
      return milliseconds === null ? working : answered(working, milliseconds);
    },
    close,
  };
}

async function migrate<Schema extends DBSchema>(
  migrations: readonly Migration<Schema>[],
  ...on: Parameters<Migration<Schema>>
): Promise<void> {
  for (const migration of migrations) await migration(...on);
}

/**
 * Waits until the transaction is through.
 * @param requests what was asked in it
 * @throws DOMException what went wrong (QuotaExceededError if the storage is full), rather than the AbortError that it is to the
 *   rest of the transaction
 */
export async function through(
  { done }: { readonly done: Promise<void> },
  requests: readonly Promise<unknown>[],
): Promise<void> {
  const results = await Promise.allSettled([...requests, done]);
  const errors = results.flatMap((result): unknown[] =>
    result.status === 'rejected' ? [result.reason] : [],
  );
  if (errors.length > 0) throw errors.find((error) => !isAbort(error)) ?? errors[0];
}

const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';
