/** @file "Sweep": scenarios with every combination of ranks, learning rates and other settings. */
import { useMemo, useState } from 'react';
import type { ScenarioId } from '../../../src/experiment/scenarioId';
import { expandSweep, type ExpandedSweep } from '../../../src/experiment/sweep/sweep';
import type { PageDialogProps } from '../../ui/pageDialog';
import { useLab } from '../../store/lab';
import { Dialog } from '../../ui/Dialog';
import { AxisFields } from './AxisFields';
import { BaseScenarios } from './BaseScenarios';
import { basesOf, initialForm, readForm } from './sweepForm';
import { SweepPreview } from './SweepPreview';

export default function SweepDialog({ onClose }: PageDialogProps) {
  const experiment = useLab((lab) => lab.experiment);
  const idle = useLab((lab) => lab.run.status === 'idle');
  const { replaceScenarios } = useLab.getState();
  const [form, setForm] = useState(() => initialForm(experiment));
  const [left, setLeft] = useState<ReadonlySet<ScenarioId>>(new Set());
  const { scenarios, training } = experiment;

  const { axes, messages } = useMemo(() => readForm(form), [form]);
  const sweep = useMemo(
    () => ({ bases: basesOf(scenarios, left), axes, training, kept: [] }),
    [scenarios, left, axes, training],
  );
  const expanded = useMemo(() => expandSweep(sweep), [sweep]);
  const added = useMemo(() => expandSweep({ ...sweep, kept: scenarios }), [sweep, scenarios]);
  const sweeps = Object.values(axes).some((values) => values.length > 1);
  const ready = idle && sweeps && Object.keys(messages).length === 0;
  const take = (next: typeof scenarios): void => {
    replaceScenarios(next);
    onClose();
  };

  return (
    <Dialog
      title="Sweep"
      description="Every scenario that is ticked, with every combination of the values below. An empty field leaves a setting as each scenario has it."
      onClose={onClose}
      actions={
        <>
          <p className="caption sweep-hint" role="status">
            {!sweeps && 'Enter two or more values for a setting.'}
            {sweeps && expanded.problem === null && formatAdded(added, scenarios.length)}
          </p>
          <TakeButton
            id="add"
            disabled={!ready || added.scenarios.length === 0}
            onTake={() => take([...scenarios, ...added.scenarios])}
          />
          <TakeButton
            id="replace"
            disabled={!ready || expanded.scenarios.length === 0}
            onTake={() => take(expanded.scenarios)}
          />
        </>
      }
    >
      <BaseScenarios scenarios={scenarios} left={left} onChange={setLeft} />
      <AxisFields form={form} messages={messages} onChange={setForm} />
      <SweepPreview sweep={sweep} expanded={expanded} experiment={experiment} />
    </Dialog>
  );
}

interface TakeButtonProps {
  readonly id: 'add' | 'replace';
  readonly disabled: boolean;
  readonly onTake: () => void;
}

/** Adds the sweep's scenarios to those of the experiment, or replaces those with them. */
function TakeButton({ id, disabled, onTake }: TakeButtonProps) {
  return (
    <button
      type="button"
      className={id === 'replace' ? 'run-button' : 'run-button secondary'}
      data-testid={`sweep-${id}`}
      disabled={disabled}
      onClick={onTake}
    >
      {id === 'replace' ? 'Replace scenarios' : 'Add to scenarios'}
    </button>
  );
}

/** The total after adding, which the preview does not show. @param present how many scenarios the experiment has */
function formatAdded({ problem, equal, scenarios }: ExpandedSweep, present: number): string {
  if (problem !== null) return `Cannot be added: ${problem}`;
  const known = equal.length > 0 ? `; ${equal.length} are there already or equal` : '';
  return `Added, they make ${present + scenarios.length} scenarios${known}.`;
}
