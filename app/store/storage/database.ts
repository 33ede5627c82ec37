/** @file A database of the page, with a list of migrations and a connection that is opened again after it was closed. */
import { ANSWER_MS, inTime, NoAnswer } from '../../../src/base/inTime';
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';

/**
 * Brings a database from the previous layout to this one, completely or not at all, within the transaction that changes its
 * version. It may wait only for what it reads and writes in that transaction.
 */
export type Migration<Schema extends DBSchema> = (
  db: IDBPDatabase<Schema>,
  transaction: IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>,
) => void | Promise<void>;

export interface Database<Schema extends DBSchema> {
  /**
   * The connection, which is made when it is first needed, and again after it was closed. A browser that does not answer is
   * waited for once; after that this fails immediately until the answer has come.
   * @throws NoAnswer
   * @throws DOMException, by name: VersionError if a newer lab has made the database, which is then left as it is
   */
  readonly open: () => Promise<IDBPDatabase<Schema>>;
  /**
   * Reads or writes on the connection. A transaction waits for those of other tabs, and a tab that sleeps in the middle of
   * one holds up all others. Work that takes too long is therefore not waited for, and everything after it fails immediately
   * until it is done.
   * @param milliseconds how long to wait; longer for large values, null for as long as it takes
   * @throws NoAnswer; the work may still be done later
   */
  readonly ask: <T>(
    work: (db: IDBPDatabase<Schema>) => Promise<T>,
    milliseconds?: number | null,
  ) => Promise<T>;
  readonly close: () => Promise<void>;
}

/**
 * @param migrations the first creates the database, each further one brings it to the next layout; their number is its version
 * @param onRemoved called when the browser has removed the database under an open connection
 * @param onLate called when the database has opened, or done its work, after the page had stopped waiting for it
 */
export function createDatabase<Schema extends DBSchema>(
  name: string,
  migrations: readonly Migration<Schema>[],
  onRemoved: () => void = () => undefined,
  onLate: () => void = () => undefined,
): Database<Schema> {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  const answers = new Answers(name, onLate);

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
        // A newer lab in another tab must not wait for this page to migrate the database. Without a version it is being deleted.
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

  const open = (): Promise<IDBPDatabase<Schema>> => {
    const opening = (opened ??= start());
    // Opening may work later, for example after space was freed.
    opening.catch(() => {
      if (opened === opening) opened = null;
    });
    return answers.isLate ? Promise.reject(answers.none()) : answers.inTime(opening, ANSWER_MS);
  };

  return {
    open,
    async ask(work, milliseconds = ANSWER_MS) {
      const working = work(await open());
      return milliseconds === null ? working : answers.inTime(working, milliseconds);
    },
    close,
  };
}

/** Waits for a database's answers, and notices when one that was given up comes after all. */
class Answers {
  /** Opening the database, or work on it, that was not answered in time and may still be. */
  private overdue: Promise<unknown> | null = null;

  constructor(
    private readonly name: string,
    private readonly onLate: () => void,
  ) {}

  get isLate(): boolean {
    return this.overdue !== null;
  }

  none(): NoAnswer {
    return new NoAnswer(`${this.name} does not answer.`);
  }

  /** @throws NoAnswer if it takes longer */
  inTime<T>(asked: Promise<T>, milliseconds: number): Promise<T> {
    return inTime(asked, { milliseconds }).catch((error: unknown) => {
      if (error instanceof NoAnswer) this.followUp(asked);
      throw error;
    });
  }

  private followUp(asked: Promise<unknown>): void {
    // Everything after the first overdue work waits for that one.
    if (this.overdue !== null) return;
    this.overdue = asked;
    asked.then(
      () => {
        this.overdue = null;
        this.onLate();
      },
      () => {
        this.overdue = null;
      },
    );
  }
}

async function migrate<Schema extends DBSchema>(
  migrations: readonly Migration<Schema>[],
  ...on: Parameters<Migration<Schema>>
): Promise<void> {
  for (const migration of migrations) await migration(...on);
}

/**
 * Waits until the transaction is complete.
 * @param requests that were made in it
 * @throws DOMException the error that ended it (QuotaExceededError if the storage is full), not the AbortError that the other
 *   requests of the transaction then fail with
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
