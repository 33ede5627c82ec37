/** @file A race that ended with its page: the experiment that it began from can be opened again. */

export interface InterruptedProps {
  readonly onTake: () => void;
  readonly onLeave: () => void;
}

export function Interrupted({ onTake, onLeave }: InterruptedProps) {
  return (
    <div className="recommend-interrupted" role="status">
      <p>
        The page was closed during a race. Its finished trials are kept, and the race goes on with them if you
        start it again from the experiment that it began from.
      </p>
      <div className="copied-text-actions">
        <button type="button" className="text-button" data-testid="recommend-resume" onClick={onTake}>
          Open that experiment
        </button>
        <button type="button" className="quiet-button" onClick={onLeave}>
          Leave it
        </button>
      </div>
    </div>
  );
}
