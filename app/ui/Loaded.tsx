/** @file A part of the page that is loaded when it is needed; if that fails, the rest of the page stays. */
import { Component, Suspense, type ReactNode } from 'react';

interface LoadedProps {
  /** What the part is, for the message: "The chart". */
  readonly what: string;
  readonly children: ReactNode;
}

class Failure extends Component<LoadedProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <p className="caption" role="alert">
        {this.props.what} could not be loaded. Reload the page; finished trials are kept.
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
