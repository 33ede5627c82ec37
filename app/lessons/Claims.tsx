/** @file The published claims of a lesson: what was said, and what the runs here say of it. */
import { useId } from 'react';
import { verdictOn, verdictOnAll, type Expectation } from '../../src/lessons/claims/expectation';
import type { Outcomes } from '../../src/lessons/outcomes';
import type { Claim } from '../../src/lessons/words';
import { expectationText, VERDICT_TEXTS } from './claimTexts';
import { useRecordedOutcomes } from './recordedOutcomes';

export interface ClaimsProps {
  readonly claims: readonly Claim[];
  readonly outcomes: Outcomes;
  /** Whether the reader has predicted or skipped: figures and verdicts would give the answer away. */
  readonly isRevealed: boolean;
}

export function Claims({ claims, outcomes, isRevealed }: ClaimsProps) {
  const known = useRecordedOutcomes();
  const runs: readonly Run[] = [
    { title: 'Your run', outcomes },
    ...(known === null ? [] : [{ title: 'Recorded run', outcomes: known === 'soon' ? null : known }]),
  ];
  return claims.map((claim) => <ClaimBlock key={claim.statement} {...{ claim, isRevealed, runs }} />);
}

interface Run {
  readonly title: string;
  /** Null while they are being judged. */
  readonly outcomes: Outcomes | null;
}

interface ClaimBlockProps {
  readonly claim: Claim;
  readonly isRevealed: boolean;
  readonly runs: readonly Run[];
}

function ClaimBlock({ claim, isRevealed, runs }: ClaimBlockProps) {
  const id = useId();
  const { statement, source, figures, differs } = claim;
  return (
    <section className="claim" aria-labelledby={id} data-testid="claim">
      <h3 id={id}>Published</h3>
      <p>{statement}</p>
      <p className="caption">
        From <a href={source.url}>{source.title}</a> ({source.author}). {differs}
      </p>
      {isRevealed && (
        <>
          {figures.length > 0 && (
            <dl className="claim-figures">
              {figures.map(({ of, value }) => (
                <div key={of}>
                  <dt>{of}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          )}
          <ClaimVerdicts expectations={claim.expectations} runs={runs} />
        </>
      )}
    </section>
  );
}

interface ClaimVerdictsProps {
  readonly expectations: readonly Expectation[];
  readonly runs: readonly Run[];
}

/** What the claim predicts here, a row each, and whether each run bears it out. */
function ClaimVerdicts({ expectations, runs }: ClaimVerdictsProps) {
  return (
    <table className="claim-verdicts" data-testid="claim-verdicts">
      <thead>
        <tr>
          <th scope="col">What should then be seen here</th>
          {runs.map(({ title }) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {expectations.map((each) => (
          <tr key={expectationText(each)}>
            <th scope="row">{expectationText(each)}</th>
            {runs.map(({ title, outcomes }) => (
              <td key={title}>{verdictText(outcomes, (of) => verdictOn(each, of))}</td>
            ))}
          </tr>
        ))}
        {expectations.length > 1 && (
          <tr className="claim-all">
            <th scope="row">All of it</th>
            {runs.map(({ title, outcomes }) => (
              <td key={title}>{verdictText(outcomes, (of) => verdictOnAll(expectations, of))}</td>
            ))}
          </tr>
        )}
      </tbody>
    </table>
  );
}

function verdictText(outcomes: Outcomes | null, judge: (outcomes: Outcomes) => ReturnType<typeof verdictOn>) {
  if (outcomes === null) return '…';
  const verdict = judge(outcomes);
  return verdict === null ? 'not run yet' : VERDICT_TEXTS[verdict];
}
