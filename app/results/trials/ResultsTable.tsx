/** @file Every trial with its figures. */
import { memo, useMemo, useState } from 'react';
import type { Measure } from '../../../src/experiment/experiment';
import type { TrialRecord } from '../../../src/results/results';
import { engineOf } from '../../../src/results/engines';
import { valueOf } from '../../../src/results/valueOf';
import { MEASURE_FORMS } from '../../../src/stats/measures/measureForm';
import { useLab } from '../../store/lab';
import type { TrialSlot } from '../../store/results/trialKey';
import { count, duration, percent, rate } from '../../../src/base/format';
import { SaveMenu } from '../save/SaveMenu';
import { SaveTrial, type SaveTrialProps } from '../tryIt/SaveTrial';
import { memoryText, trainedBy } from './trialFigures';
import { nextSort, sortTrials, type Sort, type TrialColumn } from './sortTrials';

interface Column {
  readonly column: TrialColumn;
  readonly title: string;
}

interface FigureColumn extends Column {
  readonly text: (record: TrialRecord) => string;
}

const FIRST: readonly Column[] = [
  { column: 'scenario', title: 'Scenario' },
  { column: 'seed', title: 'Seed' },
  { column: 'status', title: 'Status' },
];

const ACCURACY: FigureColumn = {
  ...{ column: 'accuracy', title: 'Accuracy' },
  text: ({ accuracy }) => (accuracy === null ? '–' : percent(accuracy)),
};

const OTHERS: readonly FigureColumn[] = [
  {
    ...{ column: 'validationLoss', title: 'Validation loss' },
    text: ({ validationLoss }) => (validationLoss === null ? '–' : validationLoss.toFixed(3)),
  },
  { column: 'steps', title: 'Steps', text: ({ steps }) => count(steps) },
  {
    ...{ column: 'trainableParameters', title: 'Trained' },
    text: ({ trainableParameters }) => count(trainableParameters),
  },
  { column: 'peakBytes', title: 'Peak memory', text: memoryText },
  {
    ...{ column: 'samplesPerSecond', title: 'Sentences/s' },
    text: ({ samplesPerSecond }) => (samplesPerSecond === null ? '–' : rate(samplesPerSecond)),
  },
  { column: 'seconds', title: 'Time', text: ({ seconds }) => duration(seconds) },
];

const TRAINED_BY: FigureColumn = { column: 'engine', title: 'Trained by', text: trainedBy };

/**
 * The columns of figures: the measure has one of its own beside the accuracy, and who trained only where it was not the
 * lab alone.
 */
function figureColumns(measure: Measure, slots: readonly TrialSlot[]): readonly FigureColumn[] {
  const isForeign = slots.some(({ record }) => record && engineOf(record) !== 'lab');
  const others = isForeign ? [TRAINED_BY, ...OTHERS] : OTHERS;
  if (measure === 'accuracy') return [ACCURACY, ...others];
  const { head, value } = MEASURE_FORMS[measure];
  const text = (record: TrialRecord): string => {
    const own = valueOf(record, measure);
    return own === null ? '–' : value(own);
  };
  return [ACCURACY, { column: 'value', title: head, text }, ...others];
}

interface TrialRowProps extends SaveTrialProps {
  readonly figures: readonly FigureColumn[];
}

const TrialRow = memo(function TrialRow({ trialKey, record, figures }: TrialRowProps) {
  return (
    <tr data-status={record.status} data-trial={record.id} data-scenario={record.scenario.name}>
      <th scope="row">
        <span className="swatch" style={{ background: record.scenario.color }} /> {record.scenario.name}
      </th>
      <td>{record.seed}</td>
      <td title={record.message ?? undefined}>
        {record.status}
        {record.message && <span className="trial-message">{record.message}</span>}
      </td>
      {figures.map(({ title, text }) => (
        <td key={title}>{text(record)}</td>
      ))}
      <td>
        <SaveTrial trialKey={trialKey} record={record} />
      </td>
    </tr>
  );
});

interface HeadProps extends Column {
  readonly sort: Sort | null;
  readonly onSort: (column: TrialColumn) => void;
}

const ARROWS = { ascending: '▲', descending: '▼' } as const;

function Head({ column, title, sort, onSort }: HeadProps) {
  const direction = sort?.column === column ? sort.direction : undefined;
  return (
    <th scope="col" aria-sort={direction ?? 'none'}>
      <button type="button" className="sort-button" onClick={() => onSort(column)}>
        {title}
        <span aria-hidden="true">{direction ? ARROWS[direction] : ''}</span>
      </button>
    </th>
  );
}

export const ResultsTable = memo(function ResultsTable({ slots }: { readonly slots: readonly TrialSlot[] }) {
  const [sort, setSort] = useState<Sort | null>(null);
  const measure = useLab((lab) => lab.experiment.judging.measure);
  const figures = useMemo(() => figureColumns(measure, slots), [measure, slots]);
  const finished = useMemo(() => {
    const rows = slots.flatMap(({ key, record }, index) =>
      record ? [{ key: `${index} ${key}`, trialKey: key, record }] : [],
    );
    return sortTrials(rows, sort, measure);
  }, [slots, sort, measure]);
  if (finished.length === 0) return null;
  const onSort = (column: TrialColumn): void => setSort(nextSort(sort, column));
  return (
    <section className="trials" style={{ '--trials': slots.length } as React.CSSProperties}>
      <header className="figure-head">
        <h2 id="trials-title">Trials</h2>
        <SaveMenu what="trials" words="the trials" table="trials" />
      </header>
      <div className="table-scroll" tabIndex={0} role="region" aria-label="Table of trials">
        <table data-testid="results-table">
          <thead>
            <tr>
              {[...FIRST, ...figures].map(({ column, title }) => (
                <Head key={column} column={column} title={title} sort={sort} onSort={onSort} />
              ))}
              <th scope="col">Save</th>
            </tr>
          </thead>
          <tbody>
            {finished.map(({ key, trialKey, record }) => (
              <TrialRow key={key} trialKey={trialKey} record={record} figures={figures} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
});
