/** @file The form of what all scenarios of the experiment share, loaded when it is opened. */
import {
  drawsBySeed,
  type Hyperparameters,
  type RowChoice,
  type Schedule,
} from '../../src/experiment/experiment';
import { useLab } from '../store/lab';
import { CheckField } from '../ui/CheckField';
import { Choice, type ChoiceOption } from '../ui/Choice';
import { ExperimentFields } from './ExperimentFields';
import { FIELDS, type ExperimentField } from './fields';
import { LengthNote } from './LengthNote';
import { MemoryFields } from './MemoryFields';

const SCHEDULES: readonly ChoiceOption<Schedule>[] = [
  {
    value: 'linear',
    label: 'Linear',
    hint: 'After the warmup the learning rate falls to zero in a straight line.',
  },
  {
    value: 'cosine',
    label: 'Cosine',
    hint: 'After the warmup it falls to zero slowly, then fast, then slowly.',
  },
  { value: 'constant', label: 'Constant', hint: 'After the warmup it no longer changes.' },
];

const ROW_CHOICES: readonly ChoiceOption<RowChoice>[] = [
  {
    value: 'sample',
    label: 'A fixed random sample',
    hint: 'Drawn from the whole data set, the same sentences every time.',
  },
  { value: 'first', label: 'The first rows', hint: 'In the order of the data set, from its beginning.' },
  {
    value: 'per-seed',
    label: 'A new sample for each seed',
    hint: 'Training sentences are drawn anew with each seed, so that verdicts hold for other training sentences too. Validation sentences stay the same.',
  },
];

const NOTHING_TO_DRAW =
  'All training sentences are in use, so every seed has the same ones. Give a number of training sentences above.';

const UNITS = [
  { value: 'epochs', label: 'Epochs', hint: 'Passes over all training sentences.' },
  { value: 'steps', label: 'Steps', hint: 'Optimizer steps, one batch each.' },
] as const;

const show = (...fields: ExperimentField[]) => <ExperimentFields of={fields} />;

export default function TrainingFields() {
  return (
    <>
      <p className="caption">The same for every scenario, so that only the modules differ.</p>
      <div className="fields">
        <DurationField />
        {show(FIELDS.learningRate, FIELDS.batchSize)}
      </div>
      <h3>Data</h3>
      <DataSettings />
      <h3>Schedule</h3>
      <ScheduleSettings />
      <h3>Dropout</h3>
      <div className="fields">
        {show(FIELDS.dropoutHidden, FIELDS.dropoutAttention, FIELDS.dropoutLora, FIELDS.dropoutClassifier)}
      </div>
      <h3>Memory</h3>
      <MemoryFields />
    </>
  );
}

/** The experiment's training settings, and a function that changes some of them. */
function useTraining() {
  const training = useLab((lab) => lab.experiment.training);
  const change = (changed: Partial<Hyperparameters>): void => {
    const { experiment, edit } = useLab.getState();
    edit({ ...experiment, training: { ...experiment.training, ...changed } });
  };
  return { training, change };
}

function DurationField() {
  const { training, change } = useTraining();
  const { setDraft } = useLab.getState();
  return (
    <div className="duration-field">
      {show(FIELDS.duration)}
      <Choice
        label="Unit of duration"
        hideLabel
        options={UNITS}
        value={training.duration.unit}
        onChange={(unit) => {
          setDraft(FIELDS.duration.id, null);
          change({ duration: { unit, count: unit === 'epochs' ? 2 : 100 } });
        }}
      />
    </div>
  );
}

function DataSettings() {
  const { training, change } = useTraining();
  const isIdle = training.rowChoice === 'per-seed' && !drawsBySeed(training);
  return (
    <>
      <div className="fields">
        {show(
          FIELDS.trainingRows,
          FIELDS.validationRows,
          FIELDS.evaluateEvery,
          FIELDS.maxLength,
          FIELDS.firstSeed,
        )}
      </div>
      <LengthNote />
      <Choice
        label="Which sentences, if not all are used"
        options={ROW_CHOICES}
        value={training.rowChoice}
        onChange={(rowChoice) => change({ rowChoice })}
        {...(isIdle && { hint: NOTHING_TO_DRAW })}
      />
      <CheckField
        label="Shuffle"
        hint="A new order in every epoch, with sentences of similar length together. When off, the order of the data set."
        checked={training.shuffle}
        onChange={(shuffle) => change({ shuffle })}
      />
    </>
  );
}

function ScheduleSettings() {
  const { training, change } = useTraining();
  return (
    <>
      <Choice
        label="Learning rate after warmup"
        hideLabel
        options={SCHEDULES}
        value={training.schedule}
        onChange={(schedule) => change({ schedule })}
      />
      <div className="fields">{show(FIELDS.warmup, FIELDS.weightDecay, FIELDS.gradientClip)}</div>
    </>
  );
}
