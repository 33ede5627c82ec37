/** @file Texts on a single trial's results. */
import type { Measure } from '../../../src/experiment/experiment';
import type { TrialRecord } from '../../../src/results/results';
import { valueOf } from '../../../src/results/valueOf';
import { MEASURE_FORMS } from '../../../src/stats/measures/measureForm';
import { engineOf, pytorchName } from '../../../src/results/engines';
import { duration, megabytes, percent, rate, withUnit } from '../../../src/base/format';

/** "26.0 MB"; of PyTorch also what it is: its allocator's, or counted. */
export function memoryText(record: Pick<TrialRecord, 'peakBytes' | 'memorySource' | 'environment'>): string {
  const size = megabytes(record.peakBytes);
  if (engineOf(record) === 'lab') return size;
  return record.memorySource === 'counted' ? `${size} as counted` : `${size} by PyTorch’s allocator`;
}

/** "the lab", or "PyTorch 2.9.0 on NVIDIA H200". */
export function trainedBy(record: Pick<TrialRecord, 'environment'>): string {
  return engineOf(record) === 'lab' ? 'the lab' : `${pytorchName([record])} on ${record.environment.device}`;
}

export interface TrialFigure {
  readonly term: string;
  readonly text: string;
}

/**
 * The figures of a trial, without those that were not measured.
 * @param measure by which scenarios are compared: it is told beside the accuracy
 */
export function trialFigures(record: TrialRecord, measure: Measure = 'accuracy'): TrialFigure[] {
  const { status, message, accuracy, validationLoss, samplesPerSecond, seconds } = record;
  const value = measure === 'accuracy' ? null : valueOf(record, measure);
  const figures: (TrialFigure | null)[] = [
    status === 'done' ? null : { term: 'Ended', text: message === null ? status : `${status}: ${message}` },
    accuracy === null ? null : { term: 'Accuracy', text: percent(accuracy) },
    value === null ? null : { term: MEASURE_FORMS[measure].head, text: MEASURE_FORMS[measure].value(value) },
    validationLoss === null ? null : { term: 'Validation loss', text: validationLoss.toFixed(3) },
    { term: 'Peak memory', text: memoryText(record) },
    samplesPerSecond === null
      ? null
      : { term: 'Speed', text: withUnit(rate(samplesPerSecond), 'sentences/s') },
    { term: 'Time', text: duration(seconds) },
    engineOf(record) === 'pytorch' ? { term: 'Trained by', text: trainedBy(record) } : null,
  ];
  return figures.flatMap((figure) => figure ?? []);
}

/** "Seed 3: accuracy 87.4 %, validation loss 0.312, …", for screen readers. */
export function trialSentence(record: TrialRecord, measure: Measure = 'accuracy'): string {
  const figures = trialFigures(record, measure).map(({ term, text }) => `${lowerFirst(term)} ${text}`);
  return `Seed ${record.seed}: ${figures.join(', ')}`;
}

/** The term within a sentence; an abbreviation stays as it is. */
const lowerFirst = (term: string): string =>
  /^[A-Z]{2}/.test(term) ? term : term.charAt(0).toLowerCase() + term.slice(1);
