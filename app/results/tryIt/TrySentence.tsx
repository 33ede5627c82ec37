/** @file A typed sentence, and the chosen trials' predictions for it. */
import { useEffect, useId, useState } from 'react';
import { describeError } from '../../../src/base/errors';
import type { SwitchedOff } from '../../../src/scores/switchOff';
import { useLab } from '../../store/lab';
import type { Prediction } from '../../../workers/protocol';
import { percent } from '../../../src/base/format';
import { formatTrial, type TrialChoice } from './usableTrials';

/** Milliseconds without typing before the trials are asked, so that not every letter causes a request. */
const SETTLE_MS = 250;

type Answer =
  | { readonly text: string; readonly predictions: readonly Prediction[] }
  | { readonly text: string; readonly problem: string };

export interface TrySentenceProps {
  readonly trials: readonly TrialChoice[];
  /** Adapters of one of the trials that are switched off; undefined for none. */
  readonly off: SwitchedOff | undefined;
}

export function TrySentence({ trials, off }: TrySentenceProps) {
  const [text, setText] = useState('');
  const answer = useAnswer(trials, text, off);
  const id = useId();
  return (
    <div className="try-sentence">
      <label htmlFor={id}>Your sentence</label>
      <textarea
        id={id}
        rows={2}
        maxLength={5000}
        value={text}
        placeholder="Not half as good as they say."
        data-testid="try-text"
        onChange={(event) => setText(event.target.value)}
      />
      {answer && 'problem' in answer && <p className="field-message">{answer.problem}</p>}
      {text.trim() !== '' && (
        <ul className="predictions" data-testid="predictions" aria-live="polite">
          {trials.map((trial) => (
            <Predicted
              key={trial.id}
              trial={trial}
              prediction={
                answer && 'predictions' in answer
                  ? answer.predictions.find((prediction) => prediction.trial === trial.id)
                  : undefined
              }
            />
          ))}
        </ul>
      )}
    </div>
  );
}

/** The last answer, shown until the next one arrives. */
function useAnswer(
  trials: readonly TrialChoice[],
  text: string,
  off: SwitchedOff | undefined,
): Answer | null {
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    if (text.trim() === '') return;
    let wanted = true;
    const timer = setTimeout(() => {
      useLab
        .getState()
        .predict(trials, text, off)
        .then(
          (predictions) => wanted && setAnswer({ text, predictions }),
          (error: unknown) => {
            const { message, remedy } = describeError(error);
            if (wanted) setAnswer({ text, problem: `${message} ${remedy}` });
          },
        );
    }, SETTLE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [trials, text, off]);
  return answer;
}

function Predicted({ trial, prediction }: { trial: TrialChoice; prediction: Prediction | undefined }) {
  const [probabilities = []] = prediction?.probabilities ?? [];
  const best = probabilities.indexOf(Math.max(...probabilities));
  return (
    <li style={{ '--scenario': trial.scenario.color } as React.CSSProperties}>
      <h3>{formatTrial(trial)}</h3>
      {prediction ? (
        <dl>
          {probabilities.map((probability, label) => (
            <div key={label} data-best={label === best ? '' : undefined}>
              <dt>{prediction.labelNames[label] ?? `label ${label}`}</dt>
              <dd>{percent(probability)}</dd>
              <dd className="panel-track" aria-hidden="true">
                <span className="bar" style={{ width: `${probability * 100}%` }} />
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="caption">…</p>
      )}
    </li>
  );
}
