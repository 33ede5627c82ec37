/** @file Another tab trains trials of this experiment: wait for it, or leave it. */
import { haveSameTrials } from '../../src/experiment/experiment';
import { useLab } from '../store/lab';
import { RUNS_IN_OTHER_TAB } from '../store/run/otherTab';
import { Notice } from '../ui/Notice';

export function OtherTabNotice() {
  const otherTab = useLab((lab) => lab.otherTab);
  const experiment = useLab((lab) => lab.experiment);
  const { waitForOther, stopWaiting } = useLab.getState();
  if (!otherTab || !haveSameTrials(otherTab.experiment, experiment)) return null;
  return (
    <Notice
      title={RUNS_IN_OTHER_TAB}
      onDismiss={stopWaiting}
      actions={
        <button
          type="button"
          className="text-button"
          data-testid="wait-for-other"
          disabled={otherTab.waiting}
          onClick={() => void waitForOther()}
        >
          {otherTab.waiting ? 'Waiting…' : 'Wait for it'}
        </button>
      }
    >
      <p>
        {otherTab.waiting
          ? 'When the other tab is done or closed, its results appear here, and this tab trains what is missing.'
          : 'Two tabs at once would train the same trials twice.'}
      </p>
    </Notice>
  );
}
