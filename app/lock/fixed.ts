/**
 * @file Which parts of the page the workshop's link fixes or hides. If the model or the data are files from the device,
 * their part stays open, because a link does not carry files: they have to be picked.
 */
import { parseSourceRef } from '../../src/sources/sourceRef';
import type { PartName } from '../../src/workshop/parts';
import type { Lab } from '../store/lab';

export function isFixed(
  { workshop, experiment }: Pick<Lab, 'workshop' | 'experiment'>,
  part: PartName,
): boolean {
  return workshop?.locked.includes(part) === true && !(part === 'sources' && needsFiles(experiment));
}

export function isHidden(
  { workshop, experiment }: Pick<Lab, 'workshop' | 'experiment'>,
  part: PartName,
): boolean {
  return workshop?.hidden.includes(part) === true && !(part === 'sources' && needsFiles(experiment));
}

/** Whether the model or the data are files from a device. */
export function needsFiles({ model, dataset }: Pick<Lab['experiment'], 'model' | 'dataset'>): boolean {
  return (
    parseSourceRef('model', model)?.kind === 'local' || parseSourceRef('dataset', dataset)?.kind === 'local'
  );
}
