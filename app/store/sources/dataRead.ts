/** @file What is known about the data behind an experiment's results, for its results file. */
import { dataFacts } from '../../../src/data/formatInspection';
import type { DataFacts } from '../../../src/results/dataFacts';
import type { Experiment } from '../../../src/experiment/experiment';
import type { SourceSettings } from '../../../src/sources/sourceSettings';
import type { DataReading } from '../../../workers/protocol';
import type { DataSlice } from './dataSlice';
import { provenance, type Commits } from './provenance';

export interface DataKnown extends Pick<DataSlice, 'inspection' | 'inspected'> {
  readonly commits: Commits;
  /** The last run: what it read, and of which experiment. */
  readonly run: {
    readonly reading: Pick<DataReading, 'problems' | 'notes'> | null;
    readonly experiment: Experiment | null;
    readonly sources: SourceSettings | null;
  };
}

/**
 * What is known about the data; null if the data set has not been inspected, or another one has been chosen since.
 * @param sources where the experiment's data come from
 */
export function dataRead(experiment: Experiment, sources: SourceSettings, lab: DataKnown): DataFacts | null {
  const { inspection, inspected, run, commits } = lab;
  const isOf = (one: Pick<Experiment, 'dataset' | 'data'>, from: SourceSettings): boolean =>
    JSON.stringify([one.dataset, one.data]) === JSON.stringify([experiment.dataset, experiment.data]) &&
    originOf(one, { sources: from, commits }) === originOf(experiment, { sources, commits });
  if (!inspection || !inspected || !isOf(inspected, inspected.sources)) return null;
  const facts = dataFacts(inspection);
  if (!facts || inspection.complete) return facts;
  // Only a run reads all texts over a network, and so knows which rows have none.
  const read =
    run.reading &&
    run.experiment &&
    run.sources &&
    isOf(run.experiment, run.sources) &&
    rowsOf(run.experiment) === rowsOf(experiment)
      ? run.reading
      : null;
  return read ? dataFacts({ ...inspection, problems: read.problems, notes: read.notes }) : facts;
}

const originOf = ({ dataset }: Pick<Experiment, 'dataset'>, origins: Parameters<typeof provenance>[1]) =>
  provenance({ model: '', dataset }, origins);

const rowsOf = ({ training }: Experiment): string => {
  const { trainingRows, validationRows, rowChoice, shuffle } = training;
  return JSON.stringify([trainingRows, validationRows, rowChoice, shuffle]);
};
