/** @file Texts on a single trial's results. */
import type { TrialRecord } from '../../../src/results/results';
import { duration, megabytes, percent, rate, withUnit } from '../../../src/base/format';

export interface TrialFigure {
  readonly term: string;
  readonly text: string;
}

/** The figures of a trial, without those that were not measured. */
export function trialFigures(record: TrialRecord): TrialFigure[] {
  const { status, message, accuracy, validationLoss, peakBytes, samplesPerSecond, seconds } = record;
  const figures: (TrialFigure | null)[] = [
    status === 'done' ? null : { term: 'Ended', text: message === null ? status : `${status}: ${message}` },
    accuracy === null ? null : { term: 'Accuracy', text: percent(accuracy) },
    validationLoss === null ? null : { term: 'Validation loss', text: validationLoss.toFixed(3) },
    { term: 'Peak memory', text: megabytes(peakBytes) },
    samplesPerSecond === null
      ? null
      : { term: 'Speed', text: withUnit(rate(samplesPerSecond), 'sentences/s') },
    { term: 'Time', text: duration(seconds) },
  ];
  return figures.flatMap((figure) => figure ?? []);
}

/** "Seed 3: accuracy 87.4 %, validation loss 0.312, …", for screen readers. */
export function trialSentence(record: TrialRecord): string {
  const figures = trialFigures(record).map(({ term, text }) => `${term.toLowerCase()} ${text}`);
  return `Seed ${record.seed}: ${figures.join(', ')}`;
}
