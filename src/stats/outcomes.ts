/** @file Sorts trials by how they ended: only finished ones have an accuracy, and the others stay in sight. */

/** What is needed from a trial. */
export interface Ended {
  readonly status: 'done' | 'diverged' | 'failed' | 'cancelled';
  /** The accuracy, in [0, 1]; null unless done. */
  readonly accuracy: number | null;
}

export interface Outcomes<T extends Ended> {
  readonly done: readonly (T & { readonly accuracy: number })[];
  /** The number of trials that ended in another way, by status. */
  readonly others: Readonly<Record<Exclude<Ended['status'], 'done'>, number>>;
}

/** Every trial is in `done` or counted in `others`; one that claims to be done without an accuracy counts as failed. */
export function sortOutcomes<T extends Ended>(trials: readonly T[]): Outcomes<T> {
  const done = trials.filter(hasAccuracy);
  const count = (status: Ended['status']): number => trials.filter((trial) => trial.status === status).length;
  return {
    done,
    others: {
      diverged: count('diverged'),
      failed: count('failed') + count('done') - done.length,
      cancelled: count('cancelled'),
    },
  };
}

function hasAccuracy<T extends Ended>(trial: T): trial is T & { readonly accuracy: number } {
  return trial.status === 'done' && trial.accuracy !== null;
}

/** "1 diverged, 2 cancelled", or an empty text. */
export function othersText({ others }: Pick<Outcomes<Ended>, 'others'>): string {
  return Object.entries(others)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${status}`)
    .join(', ');
}
