/** @file Every trial with its figures. */
import { memo } from 'react';
import type { TrialRecord } from '../../src/experiment/results';
import type { TrialSlot } from '../store/trialKey';
import { SaveMenu } from './save/SaveMenu';
import { SaveTrial, type SaveTrialProps } from './SaveTrial';
import { count, duration, megabytes, percent, rate } from '../ui/format';

const COLUMNS: readonly { readonly title: string; readonly text: (record: TrialRecord) => string }[] = [
  { title: 'Accuracy', text: ({ accuracy }) => (accuracy === null ? '–' : percent(accuracy)) },
  {
    title: 'Validation loss',
    text: ({ validationLoss }) => (validationLoss === null ? '–' : validationLoss.toFixed(3)),
  },
  { title: 'Steps', text: ({ steps }) => count(steps) },
  { title: 'Trained', text: ({ trainableParameters }) => count(trainableParameters) },
  { title: 'Peak memory', text: ({ peakBytes }) => megabytes(peakBytes) },
  {
    title: 'Sentences/s',
    text: ({ samplesPerSecond }) => (samplesPerSecond === null ? '–' : rate(samplesPerSecond)),
  },
  { title: 'Time', text: ({ seconds }) => duration(seconds) },
];

const TrialRow = memo(function TrialRow({ trialKey, record }: SaveTrialProps) {
  return (
    <tr data-status={record.status}>
      <th scope="row">
        <span className="swatch" style={{ background: record.scenario.color }} /> {record.scenario.name}
      </th>
      <td>{record.seed}</td>
      <td title={record.message ?? undefined}>
        {record.status}
        {record.message && <span className="trial-message">{record.message}</span>}
      </td>
      {COLUMNS.map(({ title, text }) => (
        <td key={title}>{text(record)}</td>
      ))}
      <td>
        <SaveTrial trialKey={trialKey} record={record} />
      </td>
    </tr>
  );
});

export const ResultsTable = memo(function ResultsTable({ slots }: { readonly slots: readonly TrialSlot[] }) {
  const finished = slots.flatMap(({ key, record }, index) =>
    record ? [{ key: `${index} ${key}`, trialKey: key, record }] : [],
  );
  if (finished.length === 0) return null;
  return (
    <section className="trials" aria-labelledby="trials-title">
      <header className="figure-head">
        <h2 id="trials-title">Trials</h2>
        <SaveMenu what="trials" words="the trials" table="trials" />
      </header>
      <div className="table-scroll" tabIndex={0} role="region" aria-label="Table of trials">
        <table data-testid="results-table">
          <thead>
            <tr>
              <th scope="col">Scenario</th>
              <th scope="col">Seed</th>
              <th scope="col">Status</th>
              {COLUMNS.map(({ title }) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
              <th scope="col">Save</th>
            </tr>
          </thead>
          <tbody>
            {finished.map(({ key, trialKey, record }) => (
              <TrialRow key={key} trialKey={trialKey} record={record} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
});
