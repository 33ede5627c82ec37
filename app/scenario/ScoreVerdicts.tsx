/** @file "Did the score choose better than chance?": the verdicts on the known scores, from trials of their choices. */
import { useMemo } from 'react';
import { useShallow } from 'zustand/shallow';
import type { Experiment } from '../../src/experiment/experiment';
import { scoreVerdicts } from '../../src/figures/scores/scoreVerdicts';
import { judgedTable } from '../../src/report/tables/judgedTable';
import type { ScoreVerdict, ScoreVerdicts as Verdicts } from '../../src/scores/judging/verdicts';
import { chanceText, verdictCells, verdictSentence } from '../../src/scores/judging/words';
import { SCORE_KINDS } from '../../src/scores/scoreRequest';
import { formatLevel } from '../../src/stats/comparisons/formatDifference';
import { MEASURE_FORMS } from '../../src/stats/measures/measureForm';
import { useLab } from '../store/lab';
import { knownScores } from '../store/results/knownScores';
import { runView } from '../store/runView';
import { useJudged } from '../store/useJudged';
import { SaveTable } from './SaveTable';
import { SCORE_WORDS } from './scoreWords';

export function ScoreVerdicts() {
  const all = useVerdicts();
  if (!all || all.verdicts.length === 0) return null;
  const { verdicts, tested, rules } = all;
  const { head, unit } = MEASURE_FORMS[rules.measure ?? 'accuracy'];
  return (
    <section className="score-values" aria-label="The score, judged" data-testid="score-verdicts">
      {verdicts.map((verdict) => (
        <p key={keyOf(verdict)} data-testid="score-verdict">
          {verdictSentence(verdict, SCORE_WORDS[verdict.kind].label, all)}
        </p>
      ))}
      <div className="table-scroll" tabIndex={0} role="region" aria-label="Verdicts on the scores">
        <table>
          <thead>
            <tr>
              <th scope="col">Score</th>
              <th scope="col">
                {head}, {unit}
              </th>
              <th scope="col">{formatLevel(rules)}</th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {verdicts.map((verdict) => (
              <VerdictRows key={keyOf(verdict)} verdict={verdict} all={all} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="caption">{verdicts.map((verdict) => chanceText(verdict, all)).join(' ')} </p>
      <p className="caption">
        Verdicts are as everywhere on this page
        {tested > 1 && `, corrected for the ${tested} comparisons of this table`}. They are of this model,
        these data and these draws. A score that chose well here may choose badly elsewhere: publications
        dispute which end is the better one.
      </p>
      <SaveTable what="score-verdicts" table={() => judgedTable(all)} />
    </section>
  );
}

const keyOf = ({ kind, set }: ScoreVerdict): string =>
  [kind, set.count, set.best?.name, set.worst?.name].join(' ');

interface VerdictRowsProps {
  readonly verdict: ScoreVerdict;
  readonly all: Verdicts;
}

function VerdictRows({ verdict, all: { rules } }: VerdictRowsProps) {
  return verdictCells(verdict, rules).map(({ pair, name, difference, interval, word }) => (
    <tr key={pair}>
      <th scope="row">
        {SCORE_WORDS[verdict.kind].label}: {name}
      </th>
      <td>{difference}</td>
      <td>{interval}</td>
      <td>{word}</td>
    </tr>
  ));
}

/** Null while the shown results are of another experiment than the scores, or the model's shape is not known. */
function useVerdicts(): Verdicts | null {
  const known = useLab(useShallow(knownScores));
  const config = useLab((lab) => lab.modelConfig);
  const edited = useLab((lab) => lab.experiment);
  const view = useLab(runView);
  const { judging } = useJudged(view);
  const isOfScores = trainAlike(view.experiment, edited);
  return useMemo(() => {
    if (!config || !isOfScores) return null;
    const scores = SCORE_KINDS.flatMap((kind) => {
      const of = known[kind]?.modules;
      return of ? [{ kind, scores: of }] : [];
    });
    return scoreVerdicts(scores, { judging }, config);
  }, [known, config, isOfScores, judging]);
}

/** Whether two experiments differ in no more than their scenarios, seeds and judging; an edit keeps the other objects. */
function trainAlike(one: Experiment, other: Experiment): boolean {
  return (
    one.model === other.model &&
    one.dataset === other.dataset &&
    one.data === other.data &&
    one.training === other.training
  );
}
