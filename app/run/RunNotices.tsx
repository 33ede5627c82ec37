/**
 * @file Notices about a run: why it had to stop, what it did differently from what was asked, and which rows it left
 * out.
 */
import { formatProblem } from '../../src/data/formatInspection';
import type { RowProblem } from '../../workers/protocol';
import { useLab } from '../store/lab';
import { DismissibleNotice } from '../ui/DismissibleNotice';
import { loadable } from '../ui/loadable';
import { Notice } from '../ui/Notice';

const NoRoomActions = loadable('What would fit', () => import('./NoRoomActions'));

export function RunErrorNotice() {
  const error = useLab((lab) => lab.run.error);
  const doNotFit = useLab((lab) => lab.run.doNotFit);
  const anyDone = useLab((lab) => lab.run.finished.some(({ status }) => status === 'done'));
  const { dismissRunError, startRun } = useLab.getState();
  if (!error) return null;
  return (
    <Notice
      title={doNotFit.length > 0 ? 'There is no room for this on the device' : 'The run had to stop'}
      tone="problem"
      onDismiss={dismissRunError}
      actions={
        doNotFit.length > 0 ? (
          <NoRoomActions scenarios={doNotFit} />
        ) : (
          <button
            type="button"
            className="text-button"
            onClick={() => void startRun({ which: 'missing' }).catch(() => undefined)}
          >
            {anyDone ? 'Try again with the trials that are missing' : 'Try again'}
          </button>
        )
      }
    >
      <p>{error.message}</p>
      <p>{error.remedy}</p>
    </Notice>
  );
}

/** One array for all calls: with a new one each time React would draw again and again. */
const NONE: readonly RowProblem[] = [];

export function RunNotices() {
  const told = useLab((lab) => lab.run.notices);
  const leftOut = useLab((lab) => lab.run.reading?.problems ?? NONE);
  return (
    <>
      {told.length > 0 && (
        <DismissibleNotice id="told" title="About this run">
          {told.map((message) => (
            <p key={message}>{message}</p>
          ))}
        </DismissibleNotice>
      )}
      {leftOut.length > 0 && (
        <Notice title="Rows of the data set are left out">
          <ul>
            {leftOut.map(formatProblem).map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}
