/** @file Replaces the run bar while somebody else's results are shown. */
import { BACKEND_NAMES } from '../ui/backendNames';
import { useLab } from '../store/lab';
import type { SharedView } from '../store/experiment/workshopSlice';

export function SharedBar({ shared }: { readonly shared: SharedView }) {
  const { leaveShared } = useLab.getState();
  const { by, trials } = shared;
  const environment = trials?.[0]?.environment;
  return (
    <section className="run-bar" aria-label="Shared results" data-testid="shared-results">
      <div className="shared-told" role="status">
        <p>
          <strong>{by === null ? 'Shared results' : `Results of ${by}`}</strong>, not run on this device.
        </p>
        <p className="caption">
          {trials === null
            ? 'Reading the link …'
            : `${trials.length} ${trials.length === 1 ? 'trial' : 'trials'}` +
              (environment
                ? `, run with ${BACKEND_NAMES[environment.backend]} on ${environment.device || 'an unnamed device'}, as the link says.`
                : '.')}
        </p>
      </div>
      <button type="button" className="run-button secondary" data-testid="run-yourself" onClick={leaveShared}>
        Run it yourself
      </button>
    </section>
  );
}
