/** @file The scores as a table, as a CSV file, and as a picture. */
import type { Scenario } from '../../src/experiment/experiment';
import { formatScoreValue } from '../../src/figures/scores/scoreHeat';
import { heatFigure } from '../../src/figures/scores/heatFigure';
import { scoresTable } from '../../src/report/tables/scoresTable';
import type { ModuleScore, Scored } from '../../src/scores/moduleScores';
import { formatScore, type ScoreRequest } from '../../src/scores/scoreRequest';
import { SaveMenu } from '../results/save/SaveMenu';
import { useLab } from '../store/lab';
import { COMPONENT_NAMES } from './names';
import { SaveTable } from './SaveTable';
import { SCORE_MEANINGS } from './scoreMeanings';
import { SCORE_WORDS } from './scoreWords';

export interface ScoreTableProps {
  readonly score: ScoreRequest;
  readonly scored: Scored;
  /** The open scenario, whose modules have a ring in the picture. */
  readonly scenario: Scenario;
}

type Numbers = Omit<ModuleScore, 'layer' | 'component'>;

export function ScoreTable({ score, scored, scenario }: ScoreTableProps) {
  const layers = useLab((lab) => lab.modelConfig?.layers ?? null);
  const { modules, groups } = scored;
  const file = `scores-${formatScore(score).replace(':', '-')}`;
  const hasAccuracy = modules.some(({ accuracyChange }) => accuracyChange !== undefined);
  const row = (name: string, numbers: Numbers) => <Row key={name} {...{ name, numbers, hasAccuracy }} />;
  const figure = () =>
    heatFigure(modules, {
      name: SCORE_WORDS[score.kind].label,
      meaning: SCORE_MEANINGS[score.kind].text,
      request: formatScore(score),
      layers,
      ...(scenario.method === 'lora' && { ticked: scenario.modules }),
    });
  return (
    <>
      <SaveMenu
        what="scores"
        file={file}
        words="the scores of the modules"
        draw={(draws, paper) => draws.heatPicture(figure(), paper)}
      />
      <details className="score-values">
        <summary>All values</summary>
        <SaveTable what="scores" file={file} table={() => scoresTable(scored)} />
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Scores of all modules">
          <table data-testid="score-table">
            <thead>
              <tr>
                <th scope="col">Module</th>
                <th scope="col">Score</th>
                {hasAccuracy ? <th scope="col">Accuracy</th> : <th scope="col">sd over batches</th>}
                <th scope="col">sd over seeds</th>
              </tr>
            </thead>
            <tbody>
              {modules.map((one) => row(`Layer ${one.layer}, ${COMPONENT_NAMES[one.component].long}`, one))}
              {groups.map((one) =>
                row(
                  typeof one.group === 'number'
                    ? `All of layer ${one.group}`
                    : `Every ${COMPONENT_NAMES[one.group].long}`,
                  one,
                ),
              )}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}

interface RowProps {
  readonly name: string;
  readonly numbers: Numbers;
  readonly hasAccuracy: boolean;
}

function Row({ name, numbers, hasAccuracy }: RowProps) {
  const { value, acrossBatches, acrossSeeds, accuracyChange } = numbers;
  const spread = (one: number | null): string => (one === null ? '–' : formatScoreValue(one));
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{formatScoreValue(value)}</td>
      <td>{hasAccuracy ? formatPoints(accuracyChange) : spread(acrossBatches)}</td>
      <td>{spread(acrossSeeds)}</td>
    </tr>
  );
}

/** A change of accuracy in percentage points: "−1.25 points". */
function formatPoints(change: number | undefined): string {
  if (change === undefined) return '–';
  const points = (100 * change).toFixed(2).replace('-', '−');
  return `${change > 0 ? '+' : ''}${points} points`;
}
