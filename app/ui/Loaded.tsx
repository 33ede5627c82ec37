/** @file A part of the page that is loaded when it is needed; if that fails, the rest of the page stays. */
import { Component, Suspense, type ReactNode } from 'react';
import { describeError } from '../../src/errors';

interface LoadedProps {
  /** What the part is, for the message: "The chart". */
  readonly what: string;
  readonly children: ReactNode;
}

interface FailureState {
  /** What went wrong, in the browser's words; null while nothing has. */
  readonly failure: string | null;
}

/** As Chromium, Firefox and Safari say that a script or style of the build did not come. */
const NOT_LOADED = /dynamically imported module|importing a module script|preload CSS/i;

class Failure extends Component<LoadedProps, FailureState> {
  override state: FailureState = { failure: null };

  static getDerivedStateFromError(error: unknown): FailureState {
    return { failure: describeError(error).message };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    const what = NOT_LOADED.test(failure)
      ? 'could not be loaded, because the network is gone or a newer version of the lab has taken this one’s place'
      : `cannot be shown (${failure})`;
    return (
      <p className="caption" role="alert" data-testid="not-loaded">
        {this.props.what} {what}. Reload the page; finished trials are kept.
      </p>
    );
  }
}

export function Loaded({ what, children }: LoadedProps) {
  return (
    <Failure what={what}>
      <Suspense fallback={null}>{children}</Suspense>
    </Failure>
  );
}
