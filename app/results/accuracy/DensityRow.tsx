/** @file One scenario's trials: the density of its accuracies above the strip of single trials. */
import { memo } from 'react';
import type { AccuracyRow } from '../../../src/figures/accuracy/accuracyFigure';
import { useInTurn } from '../../ui/InTurn';
import { ModuleGlyph } from '../../ui/ModuleGlyph';
import { Hill } from './Hill';
import { TrialStrip } from './TrialStrip';

interface DensityRowProps {
  readonly row: AccuracyRow;
}

/** Rows are drawn one after another, though they change together. */
export function DensityRow({ row }: DensityRowProps) {
  return <DensityRowContent row={useInTurn(row)} />;
}

const DensityRowContent = memo(function DensityRowContent({ row }: DensityRowProps) {
  const { scenario, measure, texts, description, dots } = row;
  return (
    <li className="density-row" data-scenario={scenario.name}>
      <RowLabel row={row} />
      <div className="density-charts">
        <div className="density-plot" data-testid="density-plot" role="img" aria-label={description}>
          <Hill row={row} />
          {texts.note !== '' && <p className="quiet density-note">{texts.note}</p>}
        </div>
        <TrialStrip scenario={scenario} dots={dots} measure={measure} />
      </div>
    </li>
  );
});

function RowLabel({ row: { scenario, texts } }: DensityRowProps) {
  const { mean, hasMean, spread, interval, trials, others } = texts;
  return (
    <div className="density-label">
      <ModuleGlyph scenario={scenario} />
      <div>
        <h3>{scenario.name}</h3>
        <p className="figure-line">
          {hasMean ? (
            <>
              <strong>{mean}</strong> <span>{spread}</span>
            </>
          ) : (
            <span className="quiet">{mean}</span>
          )}
        </p>
        {/* The line keeps its height while it is empty, so that nothing moves when the interval comes. */}
        <p className="quiet interval-line">{interval}</p>
        <p className="quiet">
          {trials}
          {others && `, ${others}`}
        </p>
      </div>
    </div>
  );
}
