/** @file What starting over does, in words: before it, and once it has ended. */

export interface StartOverCounts {
  readonly total: number;
  readonly finished: number;
  readonly interrupted: number;
}

const trials = (count: number): string => `${count} ${count === 1 ? 'trial' : 'trials'}`;

export function formatStartOver({ total, finished, interrupted }: StartOverCounts): string {
  const all = total === 1 ? 'The trial runs again.' : `All ${trials(total)} run again.`;
  const kept =
    finished === 0
      ? ''
      : finished === 1
        ? ' The finished one stays until its new result is there. Cancel brings it back, and you can undo this later.'
        : ` Each of the ${finished} finished ones stays until its new result is there. Cancel brings all of them back, and you can undo this later.`;
  const lost =
    interrupted === 0
      ? ''
      : interrupted === 1
        ? ' The interrupted trial begins again at its first step.'
        : ` The ${interrupted} interrupted trials begin again at their first step.`;
  return `${all}${kept}${lost}`;
}

export interface StartedOverWords {
  readonly title: string;
  readonly text: string;
  /** The button that shows the other results. */
  readonly swap: string;
}

/** @param count trials of which two results are known */
export function formatStartedOver(count: number, shown: 'before' | 'after'): StartedOverWords {
  const results = `${trials(count)} ${count === 1 ? 'has' : 'have'} two results`;
  return shown === 'after'
    ? {
        title: 'You started over',
        text: `${results}. The new ones are shown and kept.`,
        swap: 'Undo: bring the earlier ones back',
      }
    : {
        title: 'Your earlier results are back',
        text: `${results}. The earlier ones are shown and kept.`,
        swap: 'Use the new ones',
      };
}
