/** @file A database of the page: its layouts as a list of migrations, and a connection that comes back after it was closed. */
import { inTime, NoAnswer } from '../../src/inTime';
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
  readonly close: () => Promise<void>;
}

/**
 * @param migrations the first makes the database, each other one stands for a later layout; their number is its version
 * @param onRemoved called when the browser has removed the database under an open connection
 * @param onLate called when the database has opened after all, later than anybody waited for it
 */
export function createDatabase<Schema extends DBSchema>(
  name: string,
  migrations: readonly Migration<Schema>[],
  onRemoved: () => void = () => undefined,
  onLate: () => void = () => undefined,
): Database<Schema> {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  /** The attempt that has had no answer in time, and may still get one. */
  let overdue: Promise<IDBPDatabase<Schema>> | null = null;

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
        // A newer lab in another tab has to migrate it, and must not wait for this page.
        blocking: () => void close(),
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

  const wait = (opening: Promise<IDBPDatabase<Schema>>): void => {
    // Several may have waited for it.
    if (overdue === opening) return;
    overdue = opening;
    const end = (): void => {
      if (overdue === opening) overdue = null;
    };
    opening.then(() => {
      end();
      onLate();
    }, end);
  };

  return {
    open() {
      const opening = (opened ??= start());
      // What failed once may work later: after freeing space, say.
      opening.catch(() => {
        if (opened === opening) opened = null;
      });
      if (overdue === opening) return Promise.reject(new NoAnswer(`${name} does not open.`));
      return inTime(opening).catch((error: unknown) => {
        if (error instanceof NoAnswer) wait(opening);
        throw error;
      });
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
