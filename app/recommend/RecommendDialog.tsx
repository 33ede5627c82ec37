/** @file "Where should I fine-tune?": asks for a race, shows it, and tells what it recommends. */
import { useState } from 'react';
import { useLab } from '../store/lab';
import { Dialog } from '../ui/Dialog';
import type { PageDialogProps } from '../ui/pageDialog';
import { AskFields } from './AskFields';
import { Interrupted } from './Interrupted';
import { MainButton } from './MainButton';
import { forgetRace, keptRace } from './raceMemory';
import { RacePreview } from './RacePreview';
import { RaceView } from './RaceView';
import { initialForm } from './recommendForm';
import { isSameTask, openAgain, startRace } from './startRace';
import { useRacePlan } from './useRacePlan';
import { useWhyNot } from './useWhyNot';

/** The form, and a race that was interrupted, which is looked for once: the one that starts now is kept, too. */
function useForm() {
  const delta = useLab((lab) => lab.experiment.judging.delta);
  const [interrupted, setInterrupted] = useState(() => (useLab.getState().isRacing ? null : keptRace()));
  const [form, setForm] = useState(() => interrupted?.form ?? initialForm(delta));
  const forget = (): void => {
    forgetRace();
    setInterrupted(null);
  };
  return { form, setForm, interrupted, forget };
}

export default function RecommendDialog({ onClose }: PageDialogProps) {
  const isRacing = useLab((lab) => lab.isRacing);
  const hasRaced = useLab(
    ({ race, raceOn, experiment }) => race !== null && raceOn !== null && isSameTask(raceOn, experiment),
  );
  const problem = useLab((lab) => lab.raceProblem);
  const { form, setForm, interrupted, forget } = useForm();
  const [isAsking, setAsking] = useState(!isRacing && !hasRaced);
  const { messages, asked, plan } = useRacePlan(form);
  const whyNot = useWhyNot();
  const shows = isRacing || (hasRaced && !isAsking) ? 'race' : 'form';
  const isReady = asked !== null && (plan?.racing ?? 0) > 1 && interrupted === null;
  const start = (): void => {
    if (!asked) return;
    setAsking(false);
    void startRace(asked, form);
  };
  return (
    <Dialog
      title="Where should I fine-tune?"
      description="Choices of modules race on this model and these data. Each round gives every candidate still in more seeds, and drops one only if another is surely better by more than matters to you."
      onClose={onClose}
      actions={
        <MainButton {...{ isRacing, shows, whyNot, isReady }} onStart={start} onAsk={() => setAsking(true)} />
      }
    >
      {problem !== null && !isRacing && (
        <p className="field-message" role="alert">
          {problem}
        </p>
      )}
      {shows === 'race' && <RaceView onOpened={onClose} />}
      {shows === 'form' && interrupted && (
        <Interrupted
          onTake={() => {
            openAgain(interrupted.experiment);
            forget();
          }}
          onLeave={forget}
        />
      )}
      {shows === 'form' && (
        <>
          <AskFields {...{ form, messages }} onChange={setForm} />
          {plan && asked && <RacePreview plan={plan} budget={asked.budget} />}
        </>
      )}
    </Dialog>
  );
}
