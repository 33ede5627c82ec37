/** @file What an overlay saves as pictures and tables. Each row has an experiment of its own. */
import { LabError } from '../../src/base/errors';
import type { Judging } from '../../src/figures/differences/judging';
import type { Overlay, OverlayRow } from '../../src/library/overlay';
import type { Shown } from '../results/save/shown';
import type { ValidationSet } from '../store/sources/validationSet';
import type { OverlayGroups } from './overlayGroups';

export function overlayShown(
  { models, datasets, labVersions }: Pick<Overlay, 'models' | 'datasets' | 'labVersions'>,
  drawn: readonly OverlayRow[],
  { measured, slots }: OverlayGroups,
  validation: ValidationSet,
  judging: Judging,
): Shown {
  const experiments = new Map(
    drawn.map(({ scenario, sources }) => [scenario.name, sources[0]?.entry.results.experiment]),
  );
  return {
    ...{ groups: measured, slots, judging },
    // Rows of several experiments are no sweep that a best one was chosen from.
    selections: new Map(),
    subject: {
      labVersion: labVersions.join(', '),
      model: models.join(', '),
      dataset: datasets.join(', '),
      ...validation,
    },
    settingsOf: ({ name }) => {
      const experiment = experiments.get(name);
      if (!experiment)
        throw new LabError(`The overlay has no row "${name}".`, 'Choose the scenarios again, and save then.');
      return experiment;
    },
    estimated: { config: null, memory: measured.map(() => null) },
    of: 'library',
  };
}
