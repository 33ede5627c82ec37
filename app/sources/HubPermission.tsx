/** @file Asks before anything is fetched from a hub that only the page's address named. */
import { useLab } from '../store/lab';
import { hubIds } from '../store/sources/hubIds';

export function HubPermission() {
  const experiment = useLab((lab) => lab.experiment);
  const { hubUrl, hubAllowed } = useLab((lab) => lab.sources);
  const ids = hubIds(experiment);
  if (hubAllowed || ids.length === 0) return null;
  return (
    <div className="hub-permission" role="status" data-testid="hub-permission">
      <p>
        This experiment uses <strong>{ids.join(' and ')}</strong> from {new URL(hubUrl).host}, which has not
        been asked for anything yet.
      </p>
      <button type="button" className="text-button" onClick={() => useLab.getState().allowHub()}>
        Load it
      </button>
    </div>
  );
}
