/** @file One scenario's trials: the density of its accuracies above the strip of single trials. */
import { memo } from 'react';
import type { AccuracyRow, AccuracyTexts } from '../../../src/figures/accuracy/accuracyFigure';
import type { RecordedRow } from '../../../src/figures/accuracy/recordedRow';
import { useInTurn } from '../../ui/InTurn';
import { ModuleGlyph } from '../../ui/ModuleGlyph';
import { Hill } from './Hill';
import { RecordedDots } from './RecordedDots';
import { TrialStrip } from './TrialStrip';

interface DensityRowProps {
  readonly row: AccuracyRow;
}

/** Rows are drawn one after another, though they change together. */
export function DensityRow({ row }: DensityRowProps) {
  return <DensityRowContent row={useInTurn(row)} />;
}

const DensityRowContent = memo(function DensityRowContent({ row }: DensityRowProps) {
  const { scenario, measure, texts, description, dots, hill, mean, interval, recorded } = row;
  return (
    <li
      className="density-row"
      data-scenario={scenario.name}
      data-recorded={recorded ? (texts.hasMean ? 'beside' : 'alone') : undefined}
    >
      <RowLabel row={row} />
      <div className="density-charts">
        <div
          className="density-plot"
          data-testid="density-plot"
          role="img"
          aria-label={recorded ? `${description} ${recorded.description}` : description}
        >
          {recorded && <Hill {...{ scenario }} hill={recorded.hill} mean={recorded.meanMark} isRecorded />}
          <Hill {...{ scenario, hill, mean, interval }} />
          {texts.note !== '' && !recorded && <p className="quiet density-note">{texts.note}</p>}
        </div>
        <div className="density-strip">
          {recorded && <RecordedDots {...{ scenario, recorded }} />}
          <TrialStrip scenario={scenario} dots={dots} measure={measure} />
        </div>
      </div>
    </li>
  );
});

function RowLabel({ row: { scenario, texts, recorded } }: DensityRowProps) {
  const lines = texts.hasMean || recorded === null ? ownLines(texts) : recordedLines(recorded, texts);
  return (
    <div className="density-label">
      <ModuleGlyph scenario={scenario} />
      <div>
        <h3>{scenario.name}</h3>
        <p className="figure-line">{lines.figure}</p>
        {/* The line keeps its height while it is empty, so that nothing moves when the interval comes. */}
        <p className="quiet interval-line">{lines.below}</p>
        <p className="quiet">{lines.last}</p>
      </div>
    </div>
  );
}

function ownLines({ mean, hasMean, spread, interval, trials, others }: AccuracyTexts) {
  const figure = hasMean ? (
    <>
      <strong>{mean}</strong> <span>{spread}</span>
    </>
  ) : (
    <span className="quiet">{mean}</span>
  );
  return { figure, below: interval, last: others === '' ? trials : `${trials}, ${others}` };
}

/** Until a trial of one's own has ended, the recorded ones have the lines. */
function recordedLines({ mean, spread, trials }: RecordedRow, { mean: own, others }: AccuracyTexts) {
  const figure = (
    <span className="recorded-figure">
      <strong>{mean}</strong> {spread}
    </span>
  );
  return { figure, below: `recorded, ${trials}`, last: others === '' ? own : others };
}
