/** @file Another tab trains trials of this experiment: wait for it, or leave it. */
import { useLab } from '../store/lab';
import { RUNS_ELSEWHERE } from '../store/run/elsewhere';
import { Notice } from '../ui/Notice';

export function ElsewhereNotice() {
  const elsewhere = useLab((lab) => lab.elsewhere);
  const experiment = useLab((lab) => lab.experiment);
  const { waitForOther, stopWaiting } = useLab.getState();
  if (elsewhere?.experiment !== experiment) return null;
  return (
    <Notice
      title={RUNS_ELSEWHERE}
      onDismiss={stopWaiting}
      actions={
        <button
          type="button"
          className="text-button"
          data-testid="wait-for-other"
          disabled={elsewhere.waiting}
          onClick={() => void waitForOther()}
        >
          {elsewhere.waiting ? 'Waiting…' : 'Wait for it'}
        </button>
      }
    >
      <p>
        {elsewhere.waiting
          ? 'When the other tab is done or closed, its results appear here, and this tab trains what is missing.'
          : 'Two tabs at once would train the same trials twice.'}
      </p>
    </Notice>
  );
}
