/** @file The form of seeds and judging, loaded when it is opened: how many there are and may be, by what scenarios are compared. */
import {
  type Experiment,
  type JudgingSettings,
  type Looks,
  type Measure,
  withJudging,
} from '../../src/experiment/experiment';
import { LockedByWorkshop, LockedDuringRun } from '../lock/LockedDuringRun';
import { DeltaField } from '../results/differences/DeltaField';
import { usePlan } from '../store/usePlan';
import { useLab } from '../store/lab';
import { withSeeds } from '../store/results/growPlan';
import { Choice, type ChoiceOption } from '../ui/Choice';
import { ExperimentFields } from './ExperimentFields';
import { FIELDS } from './fields';

const LOOKS: readonly ChoiceOption<Looks>[] = [
  {
    value: 'growing',
    label: 'On the way',
    hint: 'At 5, 8, 11, 14, 17 and 20 seeds, as far as the plan goes.',
  },
  {
    value: 'end',
    label: 'At the end',
    hint: 'Once, when all seeds of the plan have run: this finds smaller differences than looking on the way.',
  },
];

const MEASURES: readonly ChoiceOption<Measure>[] = [
  { value: 'accuracy', label: 'Accuracy', hint: 'The share of sentences classified correctly.' },
  {
    value: 'macroF1',
    label: 'Macro-F1',
    hint: 'The mean of every class’s F1: rare classes count as much as common ones.',
  },
  {
    value: 'balancedAccuracy',
    label: 'Balanced accuracy',
    hint: 'The share of each class that is found, averaged over the classes.',
  },
  {
    value: 'mcc',
    label: 'Matthews correlation',
    hint: 'The correlation of predicted with true classes: 0 for guessing, 1 if all are right. GLUE’s measure for CoLA.',
  },
];

export default function JudgingFields() {
  return (
    <>
      <div className="fields">
        <LockedDuringRun part="training" quiet>
          <SeedsField />
        </LockedDuringRun>
        <LockedByWorkshop part="training" quiet>
          <ExperimentFields of={[FIELDS.upTo]} />
          <DeltaField />
        </LockedByWorkshop>
      </div>
      <LockedByWorkshop part="training" quiet>
        <EndedPlan />
        <LookedNote />
        <Choices />
      </LockedByWorkshop>
    </>
  );
}

/** The number of seeds. A plan that has been looked at stays as it is when more are asked for. */
function SeedsField() {
  const { looked } = usePlan();
  const set = (experiment: Experiment, trials: number) => withSeeds(experiment, trials, looked);
  return <ExperimentFields of={[{ ...FIELDS.trials, set }]} />;
}

/** Says what a change of the plan does to the verdicts once they have been seen. */
function LookedNote() {
  const { looked } = usePlan();
  if (!looked) return null;
  return (
    <p className="caption" data-testid="looked-note">
      Verdicts have been shown. Whoever changes the plan after that has one more chance to find a difference
      that is not there: each change adds up to 5 % to the 5 % of the plan.
    </p>
  );
}

/** Says what is meant by a plan that ends before the seeds do. */
function EndedPlan() {
  const trials = useLab((lab) => lab.experiment.trials);
  const upTo = useLab((lab) => lab.experiment.judging.upTo);
  if (upTo === null || upTo >= trials) return null;
  return (
    <p className="caption" role="status">
      The plan ends at {upTo} of the {trials} seeds: verdicts stay as they are there, and later seeds narrow
      densities and means.
    </p>
  );
}

function Choices() {
  const { looks, measure } = useLab((lab) => lab.experiment.judging);
  const change = (changed: Partial<JudgingSettings>): void => {
    const { experiment, edit } = useLab.getState();
    edit(withJudging(experiment, changed));
  };
  return (
    <>
      <Choice
        label="Verdicts are given"
        options={LOOKS}
        value={looks}
        onChange={(value) => change({ looks: value })}
      />
      <Choice
        label="Scenarios are compared by"
        options={MEASURES}
        value={measure}
        onChange={(value) => change({ measure: value })}
      />
    </>
  );
}
