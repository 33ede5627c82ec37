/** @file The player's buttons, and what happens at the moment that is shown, in words. */
import type { StepFigure } from '../../src/figures/anatomy/stepFigure';
import { megabytes } from '../../src/base/format';
import type { Box } from '../../src/figures/anatomy/scene';
import { placed } from './placed';
import type { Playing } from './usePlaying';

/** The moment in words: its name, all bytes, and what happens. */
export function momentText({ frames, withFigures, peak }: StepFigure, at: number): string {
  const frame = frames[at];
  if (!frame) return '';
  const bytes = withFigures ? ` ${megabytes(frame.total)}${at === peak ? ', the peak' : ''}.` : '';
  return `${frame.name}.${bytes} ${frame.sentence}`;
}

export interface StepProps {
  readonly figure: StepFigure;
  readonly playing: Playing;
}

export function StepButtons({ figure, playing }: StepProps) {
  const { at, isPlaying, goTo, toggle } = playing;
  const last = figure.frames.length - 1;
  return (
    <div className="step-buttons">
      <button
        type="button"
        className="step-play"
        aria-label={isPlaying ? 'Pause' : 'Play the step'}
        data-testid="step-play"
        onClick={toggle}
      >
        <Icon path={isPlaying ? 'M3 2h4v12H3zM9 2h4v12H9z' : 'M4 2l10 6-10 6z'} />
      </button>
      <button type="button" aria-label="Moment before" disabled={at === 0} onClick={() => goTo(at - 1)}>
        <Icon path="M10.5 3L5 8l5.5 5" open />
      </button>
      <button type="button" aria-label="Next moment" disabled={at === last} onClick={() => goTo(at + 1)}>
        <Icon path="M5.5 3L11 8l-5.5 5" open />
      </button>
    </div>
  );
}

export interface StepWordsProps extends StepProps {
  /** Where the words are in the drawing. */
  readonly place: Box;
  /** What has to be said about the picture as a whole; '' for nothing. */
  readonly note: string;
}

export function StepWords({ figure, playing, place, note }: StepWordsProps) {
  const { frames, withFigures } = figure;
  const frame = frames[playing.at];
  if (!frame) return null;
  return (
    <div className="step-words" style={placed(place)}>
      <p className="step-moment" data-testid="step-moment">
        <b>{frame.name}</b>
        {withFigures && <span data-testid="step-total">{megabytes(frame.total)}</span>}
      </p>
      <p data-testid="step-sentence">{frame.sentence}</p>
      {note !== '' && <p className="caption step-note">{note}</p>}
    </div>
  );
}

const Icon = ({ path, open = false }: { readonly path: string; readonly open?: boolean }) => (
  <svg viewBox="0 0 16 16" aria-hidden="true">
    <path
      d={path}
      fill={open ? 'none' : 'currentColor'}
      stroke={open ? 'currentColor' : undefined}
      strokeWidth={2}
    />
  </svg>
);
