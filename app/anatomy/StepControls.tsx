/** @file The player's buttons, and what happens at the moment that is shown. */
import type { StepFigure } from '../../src/figures/anatomy/stepFigure';
import { megabytes } from '../../src/base/format';
import type { Playing } from './usePlaying';

/** The moment in words: its name, all bytes, and what happens. */
export function momentText({ frames, withFigures, peak }: StepFigure, at: number): string {
  const frame = frames[at];
  if (!frame) return '';
  const bytes = withFigures ? ` ${megabytes(frame.total)}${at === peak ? ', the peak' : ''}.` : '';
  return `${frame.name}.${bytes} ${frame.sentence}`;
}

export interface StepControlsProps {
  /** Null until the step is planned: the buttons keep their place. */
  readonly figure: StepFigure | null;
  readonly playing: Playing;
}

export function StepControls({ figure, playing }: StepControlsProps) {
  const { at, isPlaying, goTo, toggle } = playing;
  const frame = figure?.frames[at];
  const last = (figure?.frames.length ?? 1) - 1;
  return (
    <div className="step-controls">
      <div className="step-buttons">
        <button
          type="button"
          className="step-play"
          aria-label={isPlaying ? 'Pause' : 'Play the step'}
          disabled={!figure}
          data-testid="step-play"
          onClick={toggle}
        >
          <Icon path={isPlaying ? 'M3 2h4v12H3zM9 2h4v12H9z' : 'M4 2l10 6-10 6z'} />
        </button>
        <button
          type="button"
          aria-label="Moment before"
          disabled={!figure || at === 0}
          onClick={() => goTo(at - 1)}
        >
          <Icon path="M11 2v12L4 8z" />
        </button>
        <button
          type="button"
          aria-label="Next moment"
          disabled={!figure || at === last}
          onClick={() => goTo(at + 1)}
        >
          <Icon path="M5 2v12l7-6z" />
        </button>
        {figure && frame && (
          <p className="step-moment" data-testid="step-moment">
            <b>{frame.name}</b>
            {figure.withFigures && <span data-testid="step-total">{megabytes(frame.total)}</span>}
          </p>
        )}
      </div>
      <p className="step-sentence" data-testid="step-sentence">
        {frame?.sentence}
      </p>
    </div>
  );
}

const Icon = ({ path }: { readonly path: string }) => (
  <svg viewBox="0 0 16 16" aria-hidden="true">
    <path d={path} fill="currentColor" />
  </svg>
);
