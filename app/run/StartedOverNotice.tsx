/** @file After starting over: offers the other results of the trials that have two. */
import { useLab } from '../store/lab';
import { runView } from '../store/runView';
import { Notice } from '../ui/Notice';
import { formatStartedOver } from './formatStartOver';

/** Offers the other results of trials that were started over, as long as they are those of the experiment. */
export default function StartedOverNotice() {
  const startedOver = useLab((lab) => (lab.run.status === 'idle' ? lab.startedOver : null));
  const { slots } = useLab(runView);
  const { swapStartedOver, settleStartedOver } = useLab.getState();
  if (!startedOver) return null;
  const count = slots.filter(({ key }) => key in startedOver.before).length;
  if (count === 0) return null;
  const { title, text, swap } = formatStartedOver(count, startedOver.shown);
  return (
    <Notice
      title={title}
      onDismiss={settleStartedOver}
      actions={
        <button
          type="button"
          className="text-button"
          data-testid="undo-start-over"
          onClick={() => void swapStartedOver()}
        >
          {swap}
        </button>
      }
    >
      <p>{text}</p>
    </Notice>
  );
}
