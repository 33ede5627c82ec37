/** @file What a sweep amounts to before it is added: its size, time, memory and names. */
import { useMemo } from 'react';
import type { Experiment } from '../../../src/experiment/experiment';
import type { ExpandedSweep, Sweep } from '../../../src/experiment/sweep/sweep';
import { formatBasis } from '../../ui/formatTime';
import { expectedTime, speedKey } from '../../store/timing/expected';
import { useLab } from '../../store/lab';
import { runView } from '../../store/runView';
import { duration } from '../../../src/base/format';
import { formatException, formatSize } from './formatSweep';
import { formatMemoryRange, sizesOf } from './memoryRange';
import { useCandidateMemory } from './useCandidateMemory';

export interface SweepPreviewProps {
  readonly sweep: Sweep;
  readonly expanded: ExpandedSweep;
  readonly experiment: Experiment;
}

export function SweepPreview({ sweep, expanded, experiment }: SweepPreviewProps) {
  const { scenarios, problem } = expanded;
  const swept = useMemo(() => ({ ...experiment, scenarios }), [experiment, scenarios]);
  const size = formatSize(sweep, expanded, experiment.trials);
  return (
    <section className="sweep-preview" aria-label="What this comes to">
      <p data-testid="sweep-plan" aria-live="polite">
        {size.factors} <strong>{size.scenarios}</strong> {size.seeds} <strong>{size.trials}</strong>
      </p>
      {problem !== null ? (
        <p className="field-message" role="alert" data-testid="sweep-problem">
          {problem}
        </p>
      ) : (
        <>
          <dl className="sweep-facts">
            <SweepTime swept={swept} />
            <SweepMemory swept={swept} />
          </dl>
          {formatException(sweep, expanded).map((text) => (
            <p key={text} className="caption">
              {text}
            </p>
          ))}
          <div className="sweep-names" role="region" aria-label="Names" tabIndex={0}>
            <ul aria-label="Scenarios of the sweep">
              {scenarios.map(({ name, color }) => (
                <li key={name} title={name}>
                  <span className="swatch" style={{ background: color }} />
                  {name}
                </li>
              ))}
            </ul>
          </div>
        </>
      )}
    </section>
  );
}

interface SweptProps {
  /** The experiment with the sweep's scenarios. */
  readonly swept: Experiment;
}

function SweepTime({ swept }: SweptProps) {
  const environment = useLab((lab) => lab.environment);
  const speeds = useLab((lab) => lab.speeds);
  const split = useLab((lab) => lab.inspection?.rows ?? null);
  const together = useLab((lab) => lab.together);
  const ran = useLab(
    (lab) =>
      runView(lab).settled > 0 ||
      (lab.environment !== null &&
        speedKey(swept.model, lab.environment, swept.training.precision) in lab.speeds),
  );
  const expected = useMemo(
    () => expectedTime(swept, environment, speeds, split, together),
    [swept, environment, speeds, split, together],
  );
  const { basis, remark } = formatBasis(expected, environment, ran);
  return (
    <div>
      <dt>Time</dt>
      <dd data-testid="sweep-time">
        {expected && <>about {duration(expected.seconds)} </>}
        <span className="quiet">
          {basis}
          {remark}
        </span>
      </dd>
    </div>
  );
}

function SweepMemory({ swept }: SweptProps) {
  const candidate = useMemo(() => {
    const sizes = sizesOf(swept.scenarios, swept.training);
    return sizes.length > 0 ? { ...swept, scenarios: sizes } : null;
  }, [swept]);
  const answer = useCandidateMemory(candidate);
  const memory = answer && formatMemoryRange(answer.scenarios, answer.memory);
  return (
    <div>
      <dt>Peak memory</dt>
      <dd data-testid="sweep-memory">
        {memory ?? <span className="quiet">{answer ? 'known after the first trial' : '…'}</span>}
      </dd>
    </div>
  );
}
