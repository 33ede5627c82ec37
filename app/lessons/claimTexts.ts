/** @file What a claim predicts of scenarios, and the verdicts on it, in words. */
import type { ClaimVerdict, Expectation } from '../../src/lessons/claims/expectation';

export const VERDICT_TEXTS: Readonly<Record<ClaimVerdict, string>> = {
  holds: 'seen',
  fails: 'not so',
  open: 'open',
};

export function expectationText(expectation: Expectation): string {
  switch (expectation.kind) {
    case 'better':
      return `“${expectation.first}” is better than “${expectation.second}”`;
    case 'as good':
      return `“${expectation.first}” is as good as “${expectation.second}”, or nearly so`;
    case 'same place':
      return `the two best are ${pairs(expectation.these, expectation.those)}`;
  }
}

const pairs = (these: readonly string[], those: readonly string[]): string =>
  these.map((name, place) => `“${name}” and “${those[place] ?? ''}”`).join(', or ');
