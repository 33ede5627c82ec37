/** @file The hyperparameters that all scenarios of the experiment share. */
import type { RowChoice, Schedule } from '../../src/experiment/experiment';
import { useLab } from '../store/lab';
import { CheckField } from '../ui/CheckField';
import { Choice, type ChoiceOption } from '../ui/Choice';
import { NumberField } from '../ui/NumberField';
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
  { value: 'constant', label: 'Constant', hint: 'After the warmup it stays as it is.' },
];

const ROW_CHOICES: readonly ChoiceOption<RowChoice>[] = [
  { value: 'sample', label: 'A sample', hint: 'Drawn from the whole data set, always the same ones.' },
  { value: 'first', label: 'The first', hint: 'As they stand in the data set, from its beginning.' },
];

const UNITS = [
  { value: 'epochs', label: 'Epochs', hint: 'Passes over all training sentences.' },
  { value: 'steps', label: 'Steps', hint: 'Optimizer steps, one batch each.' },
] as const;

interface NullableSetting {
  readonly key: 'trainingRows' | 'validationRows' | 'evaluateEvery';
  /** What null means. */
  readonly none: string;
}

/** Fields that may be left empty, with the setting they stand for. */
const NULLABLE_FIELDS: Readonly<Record<string, NullableSetting>> = {
  [FIELDS.trainingRows.id]: { key: 'trainingRows', none: 'all' },
  [FIELDS.validationRows.id]: { key: 'validationRows', none: 'all' },
  [FIELDS.evaluateEvery.id]: { key: 'evaluateEvery', none: 'each pass' },
};

function TrainingField({ field }: { readonly field: ExperimentField }) {
  const experiment = useLab((lab) => lab.experiment);
  const { edit } = useLab.getState();
  const nullable = NULLABLE_FIELDS[field.id];
  return (
    <NumberField
      id={field.id}
      label={field.short}
      hint={field.hint}
      rule={field.rule(experiment)}
      value={field.get(experiment)}
      {...(nullable ? { placeholder: nullable.none } : {})}
      onChange={(value) => {
        const { experiment: present } = useLab.getState();
        if (value !== null) edit(field.set(present, value), field.id);
        else if (nullable)
          edit({ ...present, training: { ...present.training, [nullable.key]: null } }, field.id);
      }}
    />
  );
}

export function TrainingPanel() {
  const experiment = useLab((lab) => lab.experiment);
  const { edit, setDraft } = useLab.getState();
  const { training } = experiment;
  const show = (...fields: ExperimentField[]) =>
    fields.map((field) => <TrainingField key={field.id} field={field} />);

  return (
    <section className="training" aria-labelledby="training-title">
      <h2 id="training-title">Training</h2>
      <p className="caption">The same for every scenario, so that only the modules differ.</p>
      <div className="fields">
        {show(FIELDS.trials)}
        <div className="duration-field">
          {show(FIELDS.duration)}
          <Choice
            label="Unit of duration"
            hideLabel
            options={UNITS}
            value={training.duration.unit}
            onChange={(unit) => {
              setDraft(FIELDS.duration.id, null);
              const count = unit === 'epochs' ? 2 : 100;
              edit({ ...experiment, training: { ...training, duration: { unit, count } } });
            }}
          />
        </div>
        {show(FIELDS.learningRate, FIELDS.batchSize)}
      </div>
      <details>
        <summary>Data, schedule, regularisation, memory</summary>
        <h3>Data</h3>
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
          label="Which sentences, where not all are used"
          options={ROW_CHOICES}
          value={training.rowChoice}
          onChange={(rowChoice) => edit({ ...experiment, training: { ...training, rowChoice } })}
        />
        <CheckField
          label="Shuffle"
          hint="Every epoch in another order, sentences of like length together. Without it, in the order of the data set."
          checked={training.shuffle}
          onChange={(shuffle) => edit({ ...experiment, training: { ...training, shuffle } })}
        />
        <h3>Schedule</h3>
        <Choice
          label="Learning rate after warmup"
          hideLabel
          options={SCHEDULES}
          value={training.schedule}
          onChange={(schedule) => edit({ ...experiment, training: { ...training, schedule } })}
        />
        <div className="fields">{show(FIELDS.warmup, FIELDS.weightDecay, FIELDS.gradientClip)}</div>
        <h3>Dropout</h3>
        <div className="fields">
          {show(FIELDS.dropoutHidden, FIELDS.dropoutAttention, FIELDS.dropoutLora, FIELDS.dropoutClassifier)}
        </div>
        <h3>Memory</h3>
        <MemoryFields />
      </details>
    </section>
  );
}
