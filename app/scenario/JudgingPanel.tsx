/** @file Seeds and verdicts, folded to one line: the plan behind the verdicts. */
import { useLab } from '../store/lab';
import { Fold } from '../ui/Fold';
import { loadable } from '../ui/loadable';
import { judgingLine } from './settingLines';

export const JudgingFields = loadable('The settings of seeds and verdicts', () => import('./JudgingFields'));

/** Drafts of the fields within have ids that begin like this. */
const OWN_DRAFT = /^(trials$|judging\.)/;

export function JudgingPanel() {
  const line = useLab((lab) => judgingLine(lab.experiment));
  const unfinished = useLab((lab) => Object.keys(lab.drafts).some((id) => OWN_DRAFT.test(id)));
  return (
    <Fold className="training judging" name="Seeds and verdicts" line={line} attention={unfinished}>
      <JudgingFields />
    </Fold>
  );
}
