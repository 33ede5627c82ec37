/** @file Replaces the page when a part of it fails to draw: what is stored can still be saved. */
import { Component, type ReactNode } from 'react';
import { describeError } from '../src/base/errors';
import { isRewritten } from './ui/rewritten';
import { saveStored } from './ui/rescue';
import { saveResults } from './share/saveResults';
import { useLab } from './store/lab';

interface LastResortProps {
  readonly children: ReactNode;
}

interface LastResortState {
  /** What went wrong, as a sentence; null if nothing did. */
  readonly failure: string | null;
  /** Why what is stored could not be saved. */
  readonly problem: string | null;
}

function formatFailure(error: unknown): string {
  if (isRewritten(error))
    return 'Something else has rewritten the page, as translators and some extensions do. Switch it off for this page.';
  return describeError(error).message || 'The reason is not known.';
}

export class LastResort extends Component<LastResortProps, LastResortState> {
  override state: LastResortState = { failure: null, problem: null };

  static getDerivedStateFromError(error: unknown): Partial<LastResortState> {
    return { failure: formatFailure(error) };
  }

  private readonly save = (): void => {
    saveStored('everything').catch((error: unknown) =>
      this.setState({
        problem: `The browser does not let the page read it: ${describeError(error).message}`,
      }),
    );
  };

  /**
   * Saves the results that the page shows, because those that the browser refused to store are only in the page's
   * memory.
   */
  private readonly saveShown = (): void => {
    try {
      const name = saveResults();
      this.setState({ problem: name === null ? 'There are no results of this experiment.' : null });
    } catch (error) {
      this.setState({ problem: `The results cannot be saved: ${describeError(error).message}` });
    }
  };

  override render(): ReactNode {
    const { failure, problem } = this.state;
    if (failure === null) return this.props.children;
    return (
      <main className="rescue" data-testid="last-resort">
        <div role="alert">
          <h1>The page had to stop</h1>
          <p>{failure}</p>
        </div>
        <p>
          {useLab.getState().hasUnstored()
            ? 'This browser has not stored all finished trials: save the results before you reload the page.'
            : 'Finished trials and the library are kept in this browser. Reload the page; if it stops again, save what is stored to a file.'}
        </p>
        <p className="rescue-actions">
          <button type="button" className="text-button" onClick={() => location.reload()}>
            Reload the page
          </button>
          <button
            type="button"
            className="text-button"
            data-testid="rescue-save-results"
            onClick={this.saveShown}
          >
            Save results
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
