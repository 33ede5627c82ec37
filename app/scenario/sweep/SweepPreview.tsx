/** @file What a grid comes to before it is taken: its size, its time, its memory, its names. */
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
  const environment = useLab((lab) => lab.environment);
  const speeds = useLab((lab) => lab.speeds);
  const split = useLab((lab) => lab.inspection?.rows ?? null);
  const ran = useLab(
    (lab) =>
      runView(lab).settled > 0 ||
      (lab.environment !== null && speedKey(experiment.model, lab.environment) in lab.speeds),
  );
  const { scenarios, problem } = expanded;
  const expected = useMemo(
    () => expectedTime({ ...experiment, scenarios }, environment, speeds, split),
    [experiment, scenarios, environment, speeds, split],
  );
  const question = useMemo(() => {
    const sizes = sizesOf(scenarios, experiment.training);
    return sizes.length > 0 ? { ...experiment, scenarios: sizes } : null;
  }, [experiment, scenarios]);
  const answer = useCandidateMemory(question);
  const { basis, remark } = formatBasis(expected, environment, ran);
  const size = formatSize(sweep, expanded, experiment.trials);
  const memory = answer && formatMemoryRange(answer.scenarios, answer.memory);

  return (
    <section className="grid-preview" aria-label="What this comes to">
      <p data-testid="grid-plan" aria-live="polite">
        {size.factors} <strong>{size.scenarios}</strong> {size.seeds} <strong>{size.trials}</strong>
      </p>
      {problem !== null ? (
        <p className="field-message" role="alert" data-testid="grid-problem">
          {problem}
        </p>
      ) : (
        <>
          <dl className="grid-facts">
            <div>
              <dt>Time</dt>
              <dd data-testid="grid-time">
                {expected && <>about {duration(expected.seconds)} </>}
                <span className="quiet">
                  {basis}
                  {remark}
                </span>
              </dd>
            </div>
            <div>
              <dt>Peak memory</dt>
              <dd data-testid="grid-memory">
                {memory ?? <span className="quiet">{answer ? 'known after the first trial' : '…'}</span>}
              </dd>
            </div>
          </dl>
          {formatException(sweep, expanded).map((text) => (
            <p key={text} className="caption">
              {text}
            </p>
          ))}
          <div className="grid-names" role="region" aria-label="Names" tabIndex={0}>
            <ul aria-label="Scenarios of the grid">
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
