/** @file Hidden parts and the projector's type as attributes of the page's root, which the style sheets follow. */
import { HIDEABLE, type PartName } from '../../src/workshop/parts';
import { useLab, type Lab } from '../store/lab';
import { isHidden } from '../lock/fixed';

/** The parts on the left of the results. With all of them hidden, the results have the whole width. */
const LEFT: readonly PartName[] = ['scenarios', 'sources', 'modules', 'training'];

/** The names that style sheets know: the parts, and `settings` if the whole column of settings is hidden. */
export function hiddenNames(lab: Pick<Lab, 'workshop' | 'experiment'>): readonly string[] {
  const hidden = HIDEABLE.filter((part) => isHidden(lab, part));
  return LEFT.every((part) => hidden.includes(part)) ? [...hidden, 'settings'] : hidden;
}

export function startPageAttributes(): void {
  const root = document.documentElement;
  const follow = (lab: Lab): void => {
    root.dataset['hidden'] = hiddenNames(lab).join(' ');
    root.toggleAttribute('data-projector', lab.projector);
  };
  follow(useLab.getState());
  useLab.subscribe((lab, before) => {
    const same =
      lab.workshop === before.workshop &&
      lab.projector === before.projector &&
      lab.experiment === before.experiment;
    if (!same) follow(lab);
  });
}
