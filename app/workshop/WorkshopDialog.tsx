/** @file The dialog that makes a workshop's link: its text, what it fixes, and how much may be run. */
import { useMemo, useState } from 'react';
import {
  MAX_FILE_NAME_LENGTH,
  MAX_INTRO_LENGTH,
  MAX_TITLE_LENGTH,
  EMPTY_WORKSHOP,
  type Workshop,
} from '../../src/workshop/workshop';
import { budgetTooSmall } from '../../src/workshop/budget';
import type { PageDialogProps } from '../ui/pageDialog';
import { useLab } from '../store/lab';
import { CheckField } from '../ui/CheckField';
import { Dialog } from '../ui/Dialog';
import { BudgetField } from './BudgetField';
import { WorkshopLink } from './WorkshopLink';
import { needsFiles } from '../lock/fixed';
import { PartChoices } from './PartChoices';
import { TextInput } from './TextInput';
import { workshopLink } from './makeLink';

export default function WorkshopDialog({ onClose }: PageDialogProps) {
  const [draft, setDraft] = useState<Workshop>(() => useLab.getState().workshop ?? EMPTY_WORKSHOP);
  const [projector, setProjector] = useState(false);
  const [fromFile, setFromFile] = useState(draft.intro === null && draft.introFile !== null);
  const experiment = useLab((lab) => lab.experiment);
  const lesson = useLab((lab) => lab.lesson);
  const together = useLab((lab) => lab.together);
  const link = useMemo(
    () =>
      workshopLink(
        { ...draft, ...(fromFile ? { intro: null } : { introFile: null }) },
        { experiment, lesson, projector, together },
      ),
    [draft, fromFile, experiment, lesson, projector, together],
  );
  const planned = experiment.scenarios.length * experiment.trials;
  const [problem, setProblem] = useState(() => budgetTooSmall(draft.budget, planned));
  const change = (part: Partial<Workshop>): void => setDraft((present) => ({ ...present, ...part }));

  return (
    <Dialog
      title="A link for a workshop"
      description="It opens this experiment with your text, the parts you fix or hide, and the trial budget you set. Everything is in the link: nothing is stored anywhere."
      onClose={onClose}
      actions={<WorkshopLink link={link} problem={problem} />}
    >
      <div className="workshop-form">
        <WorkshopText draft={draft} fromFile={fromFile} onChange={change} onTurn={setFromFile} />
        <PartChoices workshop={draft} onChange={change} />
        {draft.locked.includes('sources') && needsFiles(experiment) && (
          <p className="caption">
            The model or the data are files on this device. A link cannot carry files: everyone has to pick
            them, so that part stays open.
          </p>
        )}
        <BudgetField
          value={draft.budget}
          onChange={(budget, wrong) => {
            change({ budget });
            setProblem(wrong);
          }}
        />
        <WorkshopOptions draft={draft} onChange={change} />
        <CheckField
          label="Open it for a projector"
          hint="Large type and few controls; Escape leaves that view."
          checked={projector}
          onChange={setProjector}
        />
      </div>
    </Dialog>
  );
}

interface DraftProps {
  readonly draft: Workshop;
  readonly onChange: (part: Partial<Workshop>) => void;
}

interface WorkshopTextProps extends DraftProps {
  readonly fromFile: boolean;
  readonly onTurn: (fromFile: boolean) => void;
}

/** The heading, and the text itself or the file that holds it. */
function WorkshopText({ draft, fromFile, onChange, onTurn }: WorkshopTextProps) {
  return (
    <>
      <TextInput
        label="Heading"
        value={draft.title ?? ''}
        most={MAX_TITLE_LENGTH}
        testId="workshop-heading"
        onChange={(title) => onChange({ title: title || null })}
      />
      <TextInput
        label={fromFile ? 'File with the text' : 'Text'}
        lines={fromFile ? 1 : 5}
        value={(fromFile ? draft.introFile : draft.intro) ?? ''}
        most={fromFile ? MAX_FILE_NAME_LENGTH : MAX_INTRO_LENGTH}
        placeholder={fromFile ? 'workshop.md' : ''}
        hint={
          fromFile
            ? 'Plain text beside this page, or elsewhere on its origin; the page fetches it when the link is opened.'
            : 'A blank line begins a paragraph, “#\u00a0” a heading, “-\u00a0” an item of a list.'
        }
        testId="workshop-text"
        onChange={(text) => onChange(fromFile ? { introFile: text || null } : { intro: text || null })}
      />
      <CheckField
        label="Take the text from a file"
        hint="For a text that is too long for a link, or that is still being written: the link stays the same."
        checked={fromFile}
        onChange={onTurn}
      />
    </>
  );
}

/** What the workshop asks of everyone who opens its link. */
function WorkshopOptions({ draft, onChange }: DraftProps) {
  return (
    <>
      <CheckField
        label="Each device takes seeds of its own"
        hint="Everyone gets the same link, yet everyone’s trials are new ones: pooled, a class of twenty has twenty times the seeds, not twenty copies."
        checked={draft.ownSeeds}
        onChange={(ownSeeds) => onChange({ ownSeeds })}
      />
      <CheckField
        label="Ask for a prediction first"
        hint="Everyone puts the scenarios in order before they run them, and sees afterwards how well that went."
        checked={draft.predict}
        onChange={(predict) => onChange({ predict })}
      />
    </>
  );
}
