/**
 * @file What a published claim predicts of a lesson's scenarios, and whether it comes true, by the verdicts on their
 * differences.
 */
import type { ChoiceTask } from '../lesson';
import { bestOf, type Decision, type Outcomes } from '../outcomes';

export type Expectation =
  | {
      /**
       * `better`: the first is better than the second. `as good`: the first is not worse by as much as matters; better is
       * as good, too.
       */
      readonly kind: 'better' | 'as good';
      readonly first: string;
      readonly second: string;
    }
  | {
      /** The best of these stands at the same place in its list as the best of those. */
      readonly kind: 'same place';
      readonly these: readonly string[];
      readonly those: readonly string[];
    };

/** `open`: the results do not tell. */
export type ClaimVerdict = 'holds' | 'fails' | 'open';

export const better = (first: string, second: string): Expectation => ({ kind: 'better', first, second });
export const asGood = (first: string, second: string): Expectation => ({ kind: 'as good', first, second });

/** Whether one expectation comes true; null while a scenario has no accuracy. */
export function verdictOn(expectation: Expectation, outcomes: Outcomes): ClaimVerdict | null {
  if (expectation.kind === 'same place') return samePlace(expectation, outcomes);
  const { kind, first, second } = expectation;
  const standing = outcomes.standing(first, second);
  if (standing === null || standing === 'open') return standing;
  if (standing === 'better') return 'holds';
  if (kind === 'better') return 'fails';
  return standing === 'a wash' || outcomes.isSlight(first, second) ? 'holds' : 'fails';
}

function samePlace(
  { these, those }: Extract<Expectation, { kind: 'same place' }>,
  outcomes: Outcomes,
): ClaimVerdict | null {
  const [one, other] = [bestOf(outcomes, these), bestOf(outcomes, those)];
  if (one === null || other === null) return null;
  const places = other.answers.map((name) => those.indexOf(name));
  if (!one.answers.some((name) => places.includes(these.indexOf(name)))) return 'fails';
  return one.answers.length === 1 && places.length === 1 ? 'holds' : 'open';
}

/** Whether all come true: one that does not is enough to fail. Null while a scenario has no accuracy. */
export function verdictOnAll(expectations: readonly Expectation[], outcomes: Outcomes): ClaimVerdict | null {
  const verdicts = expectations.map((each) => verdictOn(each, outcomes));
  if (verdicts.includes(null)) return null;
  return verdicts.includes('fails') ? 'fails' : verdicts.includes('open') ? 'open' : 'holds';
}

/** The scenarios that expectations are about, each once. */
export function scenariosOf(expectations: readonly Expectation[]): string[] {
  const names = expectations.flatMap((each) =>
    each.kind === 'same place' ? [...each.these, ...each.those] : [each.first, each.second],
  );
  return [...new Set(names)];
}

export interface ClaimQuestion {
  readonly prompt: string;
  /** The answer if the expectations come true. */
  readonly yes: string;
  /** The answer if they do not. */
  readonly no: string;
  readonly expectations: readonly Expectation[];
}

/** The task to predict whether a claim comes true. */
export function claimTask({ prompt, yes, no, expectations }: ClaimQuestion): ChoiceTask {
  return {
    kind: 'choice',
    prompt,
    options: [
      { value: 'yes', label: yes },
      { value: 'no', label: no },
    ],
    scenarios: scenariosOf(expectations),
    decide: (outcomes) => decisionOf(verdictOnAll(expectations, outcomes)),
  };
}

function decisionOf(verdict: ClaimVerdict | null): Decision | null {
  switch (verdict) {
    case null:
      return null;
    case 'open':
      return { answers: ['yes', 'no'], state: 'open' };
    case 'holds':
      return { answers: ['yes'], state: 'decided' };
    case 'fails':
      return { answers: ['no'], state: 'decided' };
  }
}
