/** @file A part of the page that is loaded when it is needed; if that fails, the rest of the page stays. */
import { Component, Suspense, type ReactNode } from 'react';
import { describeError, isNotLoaded, NOT_LOADED_REASON } from '../../src/base/errors';
import { useLab } from '../store/lab';
import { isRewritten } from './rewritten';

interface LoadedProps {
  /** What the part is, for the message: "The chart". */
  readonly what: string;
  readonly children: ReactNode;
  /** A way back, for a part that replaces or covers others. */
  readonly leave?: { readonly label: string; readonly onLeave: () => void };
}

interface FailureState {
  /** What is wrong with the part, as the end of a sentence; null if nothing is. */
  readonly failure: string | null;
}

class Failure extends Component<LoadedProps, FailureState> {
  override state: FailureState = { failure: null };

  static getDerivedStateFromError(error: unknown): FailureState {
    if (isRewritten(error)) throw error; // The last resort has the words for it.
    const failure = isNotLoaded(error)
      ? NOT_LOADED_REASON
      : `cannot be shown (${describeError(error).message})`;
    return { failure };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    const { what, children, leave } = this.props;
    return failure === null ? children : <NotLoaded problem={`${what} ${failure}.`} leave={leave} />;
  }
}

interface NotLoadedProps {
  readonly problem: string;
  readonly leave: LoadedProps['leave'];
}

function NotLoaded({ problem, leave }: NotLoadedProps) {
  const isKept = useLab((lab) => lab.storageProblem === null);
  const remedy = isKept
    ? 'Reload the page; finished trials are kept.'
    : 'Save the results before you reload the page: this browser does not keep them.';
  return (
    <div className={leave && 'not-loaded'}>
      <p className="caption" role="alert" data-testid="not-loaded">
        {problem} {remedy}
      </p>
      {leave && (
        <button type="button" className="text-button" onClick={leave.onLeave}>
          {leave.label}
        </button>
      )}
    </div>
  );
}

export function Loaded({ what, children, leave }: LoadedProps) {
  return (
    <Failure what={what} leave={leave}>
      <Suspense fallback={null}>{children}</Suspense>
    </Failure>
  );
}
