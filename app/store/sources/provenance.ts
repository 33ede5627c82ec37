/** @file What the ids of an experiment's model and data do not say: which files, which commit, which hub. */
import type { Experiment } from '../../../src/experiment/experiment';
import { fingerprint } from '../../../src/sources/fingerprint';
import { parseSourceRef } from '../../../src/sources/sourceRef';
import type { LocalDataset, SourceSettings } from '../../../src/sources/sourceSettings';

/** Commits of hubs' models as far as they are known, by `commitKey`. */
export type Commits = Readonly<Record<string, string>>;

export interface Origins {
  readonly sources: SourceSettings;
  readonly commits: Commits;
}

export const commitKey = (model: string, { hubUrl }: SourceSettings): string => `${model} ${hubUrl}`;

/** A branch or tag may move; a commit does not. */
const COMMIT = /^[0-9a-f]{40}$/;

/**
 * What the ids leave open, as text; empty if they say it all, as for what ships with the lab. An adapter's id holds a
 * hash of its content. Local files that are not at hand have a text of their own: what was measured on them comes back
 * when they are picked again.
 */
export function provenance(
  { model, dataset }: Pick<Experiment, 'model' | 'dataset'>,
  origins: Origins,
): string {
  const files = origins.sources.localModels.get(model);
  return [of('model', model, files ? fingerprint(files) : null, origins), datasetProvenance(dataset, origins)]
    .filter((part) => part !== '')
    .join(', ');
}

/** The data set's part of {@link provenance}. */
export function datasetProvenance(dataset: string, origins: Origins): string {
  const data = origins.sources.localDatasets.get(dataset);
  return of('dataset', dataset, data ? datasetFingerprint(data) : null, origins);
}

function of(
  kind: 'model' | 'dataset',
  id: string,
  picked: string | null,
  { sources, commits }: Origins,
): string {
  const source = parseSourceRef(kind, id);
  if (source === null || source.kind === 'embedded') return '';
  if (source.kind === 'local') return `${kind} ${picked ?? 'not at hand'}`;
  if (source.revision !== null && COMMIT.test(source.revision)) return '';
  const commit = kind === 'model' ? commits[commitKey(id, sources)] : undefined;
  return commit === undefined ? `${kind} of ${sources.hubUrl}` : `${kind} ${commit}`;
}

/** Which file is trained on matters. */
function datasetFingerprint({ train, validation }: LocalDataset): string {
  return fingerprint([train]) + (validation ? fingerprint([validation]) : '');
}
