/** @file Stands in the page's place when a part of it fails while it is drawn: what is stored can still be saved. */
import { Component, type ReactNode } from 'react';
import { describeError } from '../../src/errors';
import { saveStored } from '../rescue';

interface LastResortProps {
  readonly children: ReactNode;
}

interface LastResortState {
  /** What went wrong, in words; null while nothing has. */
  readonly failure: string | null;
  /** Why what is stored could not be saved. */
  readonly problem: string | null;
}

export class LastResort extends Component<LastResortProps, LastResortState> {
  override state: LastResortState = { failure: null, problem: null };

  static getDerivedStateFromError(error: unknown): Partial<LastResortState> {
    return { failure: describeError(error).message || 'The reason is not known.' };
  }

  private readonly save = (): void => {
    saveStored('everything').catch((error: unknown) =>
      this.setState({ problem: `The browser does not give it out: ${describeError(error).message}` }),
    );
  };

  override render(): ReactNode {
    const { failure, problem } = this.state;
    if (failure === null) return this.props.children;
    return (
      <main className="rescue" role="alert" data-testid="last-resort">
        <h1>The page had to stop</h1>
        <p>{failure}</p>
        <p>
          Finished trials and the library are kept in this browser. Reload the page; if it stops again, save
          what is stored to a file.
        </p>
        <p className="rescue-actions">
          <button type="button" className="text-button" onClick={() => location.reload()}>
            Reload the page
          </button>
          <button type="button" className="text-button" data-testid="rescue-save" onClick={this.save}>
            Save what is stored
          </button>
        </p>
        {problem !== null && <p>{problem}</p>}
      </main>
    );
  }
}
