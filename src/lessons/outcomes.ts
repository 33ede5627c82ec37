/**
 * @file Outcomes of a lesson's scenarios, measured here or published: the figures that predictions are compared with, and
 * the verdicts that decide whether one scenario is better than another.
 */
/** The outcome of one scenario's trials that ended as done. */
export interface Outcome {
  /** The mean accuracy, a fraction; null if nothing was measured. */
  readonly mean: number | null;
  /** Best minus worst accuracy; null for fewer than two trials, and where only mean and sd are known. */
  readonly range: number | null;
  /** Peak memory in any unit that all outcomes share. */
  readonly memory: number | null;
  readonly samplesPerSecond: number | null;
}

/** How one scenario stands to another by the verdict on the pair. */
export type Standing = 'better' | 'worse' | 'a wash' | 'open';

export interface Outcomes {
  readonly byName: ReadonlyMap<string, Outcome>;
  /** How the first stands to the second; null if either has no accuracy. */
  readonly standing: (first: string, second: string) => Standing | null;
  /** Whether one of the two is better, but surely by less than matters. */
  readonly isSlight: (first: string, second: string) => boolean;
}

/** What the verdicts leave of a question's options. */
export interface Decision {
  /** The options that may be the answer; the verdicts rule out the others. */
  readonly answers: readonly string[];
  /**
   * `decided`: the answer is the only one left. `a wash`: those left are equally good, as far as it matters. `open`: the
   * results do not tell which of those left it is.
   */
  readonly state: 'decided' | 'a wash' | 'open';
}

/** Which of `names` is the best: those that none of the others is better than. Null if one has no result. */
export function bestOf({ byName, standing }: Outcomes, names: readonly string[]): Decision | null {
  if (names.some((name) => byName.get(name)?.mean == null)) return null;
  const answers = names.filter((name) => names.every((other) => standing(name, other) !== 'worse'));
  if (answers.length === 1) return { answers, state: 'decided' };
  const isWash = answers.every((name) =>
    answers.every((other) => other === name || standing(name, other) === 'a wash'),
  );
  return { answers, state: isWash ? 'a wash' : 'open' };
}

/**
 * Which of `names`, in this order, is the first that does as well as the best: nothing is better than it by as much as
 * matters, and from the others of which that is true it surely differs by less. Null if one has no result.
 */
export function firstAsGood(outcomes: Outcomes, names: readonly string[]): Decision | null {
  const { byName, standing, isSlight } = outcomes;
  if (names.some((name) => byName.get(name)?.mean == null)) return null;
  const isLess = (name: string, other: string) => standing(name, other) === 'worse' && !isSlight(name, other);
  const best = names.filter((name) => !names.some((other) => isLess(name, other)));
  const isAsGood = (name: string): boolean =>
    best.every((other) => other === name || standing(name, other) === 'a wash' || isSlight(name, other));
  const until = best.findIndex(isAsGood);
  const answers = until < 0 ? best : best.slice(0, until + 1);
  return { answers, state: answers.length === 1 && until === 0 ? 'decided' : 'open' };
}
