/** @file The form in which readers enter what they expect, or skip the question. */
import { useState, type FormEvent } from 'react';
import type { PredictionTask } from '../../src/lessons/lesson';
import type { Prediction } from '../../src/lessons/prediction';
import { Choice } from '../ui/Choice';
import { NumberGuess } from './NumberGuess';
import { RankingField } from './RankingField';

export interface PredictionFormProps {
  readonly task: PredictionTask;
  /** The earlier prediction to change; null for none. */
  readonly before: Prediction | null;
  readonly onPredict: (prediction: Prediction) => void;
}

/** What the form holds before the reader has touched anything. No choice is made for them. */
function untouched(task: PredictionTask): Prediction | null {
  switch (task.kind) {
    case 'ranking':
      return { kind: 'ranking', order: task.scenarios };
    case 'number':
      return {
        kind: 'number',
        value: task.min + Math.round((task.max - task.min) / 2 / task.step) * task.step,
      };
    case 'choice':
      return null;
  }
}

export function PredictionForm({ task, before, onPredict }: PredictionFormProps) {
  const [draft, setDraft] = useState(() => (before?.kind === task.kind ? before : untouched(task)));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (draft) onPredict(draft);
  };
  return (
    <form className="prediction-form" data-testid="prediction-form" onSubmit={submit}>
      {task.kind === 'ranking' && draft?.kind === 'ranking' && (
        <RankingField
          task={task}
          order={draft.order}
          onChange={(order) => setDraft({ kind: 'ranking', order })}
        />
      )}
      {task.kind === 'choice' && (
        <Choice
          label={task.prompt}
          options={task.options}
          value={draft?.kind === 'choice' ? draft.value : ''}
          onChange={(value) => setDraft({ kind: 'choice', value })}
        />
      )}
      {task.kind === 'number' && draft?.kind === 'number' && (
        <NumberGuess
          task={task}
          value={draft.value}
          onChange={(value) => setDraft({ kind: 'number', value })}
        />
      )}
      <div className="prediction-buttons">
        <button type="submit" className="text-button strong" data-testid="predict" disabled={!draft}>
          This is my prediction
        </button>
        <button
          type="button"
          className="quiet-button"
          data-testid="skip-prediction"
          onClick={() => onPredict({ kind: 'skipped' })}
        >
          Skip
        </button>
      </div>
    </form>
  );
}
