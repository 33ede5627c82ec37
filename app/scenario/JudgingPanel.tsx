/** @file Seeds and verdicts, folded to one line: the plan behind the verdicts. */
import { lazy } from 'react';
import { useLab } from '../store/lab';
import { Fold } from '../ui/Fold';
import { Loaded } from '../ui/Loaded';
import { judgingLine } from './settingLines';

const JudgingFields = lazy(() => import('./JudgingFields'));

/** Drafts of the fields within have ids that begin like this. */
const OWN_DRAFT = /^(trials$|judging\.)/;

export function JudgingPanel() {
  const line = useLab((lab) => judgingLine(lab.experiment));
  const unfinished = useLab((lab) => Object.keys(lab.drafts).some((id) => OWN_DRAFT.test(id)));
  return (
    <Fold className="training judging" name="Seeds and verdicts" line={line} attention={unfinished}>
      <Loaded what="The settings of seeds and verdicts">
        <JudgingFields />
      </Loaded>
    </Fold>
  );
}
