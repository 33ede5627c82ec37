/** @file "Grid": scenarios with every combination of ranks, learning rates and other settings. */
import { useMemo, useState } from 'react';
import type { ScenarioId } from '../../../src/experiment/scenarioId';
import { expandSweep } from '../../../src/experiment/sweep/sweep';
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
  const hint = !sweeps
    ? 'Write two values or more for a setting.'
    : expanded.problem === null
      ? addWords(added.problem, added.equal.length, scenarios.length + added.scenarios.length)
      : '';

  return (
    <Dialog
      title="Grid"
      description="Every scenario that is ticked, with every combination of the values below. An empty field leaves a setting as each scenario has it."
      onClose={onClose}
      actions={
        <>
          <p className="caption grid-hint" role="status">
            {hint}
          </p>
          <button
            type="button"
            className="run-button secondary"
            data-testid="grid-add"
            disabled={!ready || added.scenarios.length === 0}
            onClick={() => take([...scenarios, ...added.scenarios])}
          >
            Add to scenarios
          </button>
          <button
            type="button"
            className="run-button"
            data-testid="grid-replace"
            disabled={!ready || expanded.scenarios.length === 0}
            onClick={() => take(expanded.scenarios)}
          >
            Replace scenarios
          </button>
        </>
      }
    >
      <BaseScenarios scenarios={scenarios} left={left} onChange={setLeft} />
      <AxisFields form={form} messages={messages} onChange={setForm} />
      <SweepPreview sweep={sweep} expanded={expanded} experiment={experiment} />
    </Dialog>
  );
}

/** What adding would come to, where that is not what the preview says. */
function addWords(problem: string | null, there: number, total: number): string {
  if (problem !== null) return `Cannot be added: ${problem}`;
  const known = there > 0 ? `; ${there} are there already or equal` : '';
  return `Added, they make ${total} scenarios${known}.`;
}
