/** @file How far the scores that are known order the modules alike: Spearman's rank correlation of each pair. */
import { useShallow } from 'zustand/shallow';
import { agreementsOf } from '../../src/scores/agreement';
import { SCORE_KINDS } from '../../src/scores/scoreRequest';
import { agreementTable } from '../../src/report/tables/scoresTable';
import { useLab } from '../store/lab';
import { knownScores } from '../store/results/knownScores';
import { SaveTable } from './SaveTable';
import { SCORE_WORDS } from './scoreWords';

export function ScoreAgreement() {
  const known = useLab(useShallow(knownScores));
  const agreements = agreementsOf(
    SCORE_KINDS.flatMap((kind) => (known[kind] ? [{ kind, scores: known[kind].modules }] : [])),
  );
  if (agreements.length === 0) return null;
  return (
    <details className="score-values" data-testid="score-agreement">
      <summary>Do the scores agree?</summary>
      <p className="caption">
        Spearman’s rank correlation: 1 if two scores order the modules alike, 0 if one says nothing of the
        other, −1 if they order them the other way round.
      </p>
      <SaveTable what="score-agreement" table={() => agreementTable(agreements)} />
      <div className="table-scroll" tabIndex={0} role="region" aria-label="Rank correlations of the scores">
        <table>
          <thead>
            <tr>
              <th scope="col">Scores</th>
              <th scope="col">Correlation</th>
              <th scope="col">Modules</th>
            </tr>
          </thead>
          <tbody>
            {agreements.map(({ of: [one, other], correlation, modules }) => (
              <tr key={`${one} ${other}`}>
                <th scope="row">
                  {SCORE_WORDS[one].label}, {SCORE_WORDS[other].label}
                </th>
                <td>{correlation === null ? '–' : correlation.toFixed(2).replace('-', '−')}</td>
                <td>{modules}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
