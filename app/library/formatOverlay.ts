/** @file What the page says about pooled trials: how much evidence they are, and what keeps others apart. */
import type { Apart } from '../../src/library/apart';
import type { Reading } from '../../src/library/readFiles';
import type { Overlay, OverlayRow, TwoEngines } from '../../src/library/overlay';
import { count } from '../../src/base/format';

const plural = (n: number, word: string): string =>
  `${count(n)} ${n === 1 ? word : word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`}`;

/** "28 read, 2 left out, 1 already here". */
export function formatReading({ entries, known, leftOut }: Reading): string {
  return [
    `${count(entries.length)} imported`,
    ...(leftOut.length > 0 ? [`${count(leftOut.length)} left out`] : []),
    ...(known.length > 0 ? [`${count(known.length)} already here`] : []),
  ].join(', ');
}

/** A sentence on trials that several entries hold. */
export function formatDuplicate(duplicates: number): string {
  return duplicates === 1
    ? '1 trial is in the library more than once; every figure counts it once.'
    : `${count(duplicates)} trials are in the library more than once; every figure counts each once.`;
}

/** "n = 30 distinct seeds from 12 files (90 trials); 2 diverged". */
export function formatEvidence({ counts, sources, others }: OverlayRow): string {
  const { seeds, done, files } = counts;
  const imported = sources.every(({ entry }) => entry.origin.kind === 'file');
  const from = plural(files, imported ? 'file' : 'entry');
  const lost = [...new Set(others.map(({ status }) => status))].map(
    (status) => `${count(others.filter((trial) => trial.status === status).length)} ${status}`,
  );
  return [
    seeds === 0
      ? 'no finished trial'
      : `n = ${plural(seeds, 'distinct seed')} from ${from} (${plural(done, 'trial')})`,
    ...(lost.length > 0 ? [lost.join(', ')] : []),
  ].join('; ');
}

/** How the pooled n is counted; empty if no seed has copies. */
export function formatCopies(rows: readonly OverlayRow[]): string {
  const copies = rows.some(({ counts }) => counts.done > counts.seeds);
  if (!copies) return '';
  return (
    'n counts seeds, not trials: the same settings with the same seed have the same start, the same order of data ' +
    'and the same dropout, so copies from several devices are near-copies, not independent trials. Each seed counts once, ' +
    'with the mean accuracy of its copies: that is what a dot below shows.'
  );
}

/** A warning that several files ran exactly the same seeds; empty if none did. */
export function formatSameSeeds(rows: readonly OverlayRow[]): string {
  const same = rows.filter(({ counts }) => counts.sameSeeds);
  const [first] = same;
  if (!first) return '';
  const { files, seeds, done } = first.counts;
  const list = seedRange(first.distinct.map(({ seed }) => seed));
  const which = same.length === rows.length ? 'All' : `Of “${first.scenario.name}”, all`;
  return (
    `${which} ${count(files)} ran the same seeds (${list}): ${count(done)} trials, but the evidence of ${count(seeds)}. ` +
    'For more, let everyone begin with another first seed: 1, 101, 201 and so on (Training, “First seed”).'
  );
}

/** "1 to 5", or "1, 3 and 4 more". */
export function seedRange(seeds: readonly number[]): string {
  const [first = 0] = seeds;
  const last = seeds.at(-1) ?? first;
  if (seeds.length > 2 && last - first === seeds.length - 1) return `${first} to ${last}`;
  const shown = seeds.slice(0, 6).join(', ');
  return seeds.length > 6 ? `${shown} and ${seeds.length - 6} more` : shown;
}

/** "lower, upper: learning rate 0.003 (2 files) and 0.001 (1 file)". */
export function formatApart({ names, differences }: Apart): string {
  const told = differences.map(({ label, values }) => {
    const list = values.slice(0, 4).map(({ words, files }) => `${words} (${plural(files, 'file')})`);
    if (values.length > 4) list.push(`${values.length - 4} more`);
    return `${label.toLowerCase()} ${list.join(', ')}`;
  });
  return `${names.join(', ')}: ${told.join('; ')}`;
}

/** What two engines have trained, and whether they agree where both trained the same seed. */
export function formatEngines({ byPytorch, done, both, differing, most }: TwoEngines): string {
  const trained = `PyTorch trained ${count(byPytorch)} of the ${plural(done, 'finished trial')}, the lab the others.`;
  if (both === 0) return `${trained} They share no seed, so nothing shows how well the two agree.`;
  const shared = `${trained} Of the ${plural(both, 'trial')} that both trained, with equal settings and seed,`;
  if (differing === 0) return `${shared} all accuracies are equal.`;
  return (
    `${shared} ${count(differing)} ${differing === 1 ? 'differs' : 'differ'} in accuracy, ` +
    `by ${(100 * most).toFixed(2)} points at most: the two round differently, and sentences on the edge fall to either side.`
  );
}

/** What to bear in mind if rows have different sources. */
export function formatOrigin(overlay: Overlay): string[] {
  const { models, datasets, labVersions, engines, localSources, repeats } = overlay;
  const notes: string[] = [];
  if (datasets.length > 1)
    notes.push(
      `Rows are of different data sets (${datasets.join(', ')}): an accuracy on one says nothing about the other, and a verdict between them means nothing.`,
    );
  if (models.length > 1)
    notes.push(`Rows are of different models (${models.join(', ')}): compare them with that in mind.`);
  if (localSources.length > 0)
    notes.push(
      `${localSources.join(', ')} ${localSources.length === 1 ? 'is' : 'are'} known by name only: make sure that everyone used the same files.`,
    );
  if (labVersions.length > 1)
    notes.push(`Trials were computed by versions ${labVersions.join(' and ')} of the lab, which may differ.`);
  if (engines) notes.push(formatEngines(engines));
  if (repeats)
    notes.push(
      'Some rows have equal settings and seeds: they repeat each other, and only the devices make them differ. “Together” counts them once.',
    );
  return notes;
}
