/**
 * @file Which parts of the page the workshop's link fixes or hides. Where model or data are files of the device, their part
 * stays open, because no link brings files along: they have to be picked.
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

/** Whether model or data are files of a device. */
export function needsFiles({ model, dataset }: Pick<Lab['experiment'], 'model' | 'dataset'>): boolean {
  return (
    parseSourceRef('model', model)?.kind === 'local' || parseSourceRef('dataset', dataset)?.kind === 'local'
  );
}
