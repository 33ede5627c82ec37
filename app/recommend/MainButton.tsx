/** @file The dialog's one button, and what is to be said beside it. */
import { useLab } from '../store/lab';
import { stopRace } from './startRace';

export interface MainButtonProps {
  readonly isRacing: boolean;
  readonly shows: 'race' | 'form';
  readonly whyNot: string | null;
  readonly isReady: boolean;
  readonly onStart: () => void;
  readonly onAsk: () => void;
}

/** One button starts, cancels and asks again, so that the keyboard's focus stays where it is. */
export function MainButton({ isRacing, shows, whyNot, isReady, onStart, onAsk }: MainButtonProps) {
  const kind = isRacing ? 'cancel' : shows === 'race' ? 'again' : 'start';
  const isCancelled = useLab((lab) => lab.raceCancelled);
  const stopping = kind === 'cancel' && isCancelled;
  const act = { cancel: stopRace, again: onAsk, start: onStart }[kind];
  return (
    <>
      <p className="caption recommend-hint" role="status">
        {kind === 'start' && whyNot}
        {kind === 'cancel' &&
          (stopping
            ? 'Cancelling at the next step…'
            : 'It goes on if you close this dialog. Cancel keeps what ran.')}
      </p>
      <button
        type="button"
        className="run-button"
        data-testid={`recommend-${kind}`}
        aria-disabled={stopping}
        disabled={kind === 'start' && (!isReady || whyNot !== null)}
        onClick={stopping ? undefined : act}
      >
        {{ cancel: 'Cancel', again: 'Ask again', start: 'Start' }[kind]}
      </button>
    </>
  );
}
