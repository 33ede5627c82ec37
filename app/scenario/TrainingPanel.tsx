/** @file Training, folded to one line: what all scenarios of the experiment share. */
import { useLab } from '../store/lab';
import { Fold } from '../ui/Fold';
import { loadable } from '../ui/loadable';
import { trainingLine } from './settingLines';

export const TrainingFields = loadable('The training settings', () => import('./TrainingFields'));

/** Drafts of the fields within have ids that begin like this. */
const OWN_DRAFT = /^(training\.|dropout\.|firstSeed$)/;

export function TrainingPanel() {
  const line = useLab((lab) => trainingLine(lab.experiment));
  const unfinished = useLab((lab) => Object.keys(lab.drafts).some((id) => OWN_DRAFT.test(id)));
  return (
    <Fold className="training" name="Training" line={line} attention={unfinished}>
      <TrainingFields />
    </Fold>
  );
}
