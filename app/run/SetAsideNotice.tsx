/** @file Says how much of what is stored cannot be read, and offers to save it to a file or to remove it. */
import { saveStored } from '../ui/rescue';
import { useLab } from '../store/lab';
import type { Kind, SetAsideCounts } from '../store/storage/setAside';
import { DismissibleNotice } from '../ui/DismissibleNotice';

const WORDS: Readonly<Record<Kind, readonly [one: string, many: string]>> = {
  trial: ['finished trial', 'finished trials'],
  checkpoint: ['trial that was broken off', 'trials that were broken off'],
  trained: ['adapter', 'adapters'],
  entry: ['entry of the library', 'entries of the library'],
};

/** "2 finished trials and 1 adapter". */
export function formatSetAside(counts: SetAsideCounts): string {
  const parts = (Object.keys(WORDS) as Kind[]).flatMap((kind) => {
    const number = counts[kind] ?? 0;
    return number === 0 ? [] : [`${number} ${WORDS[kind][number === 1 ? 0 : 1]}`];
  });
  const last = parts.pop() ?? '';
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
}

export default function SetAsideNotice() {
  const counts = useLab((lab) => lab.setAside);
  const { removeSetAside } = useLab.getState();
  const what = formatSetAside(counts);
  if (what === '') return null;
  return (
    <DismissibleNotice
      id="set-aside"
      title="Some of what is stored here cannot be read"
      actions={
        <>
          <button
            type="button"
            className="text-button"
            data-testid="save-stored"
            onClick={() => void saveStored('set-aside').catch(() => undefined)}
          >
            Save it to a file
          </button>
          <button
            type="button"
            className="text-button"
            data-testid="remove-set-aside"
            onClick={() => void removeSetAside()}
          >
            Remove it
          </button>
        </>
      }
    >
      <p>
        {what} could not be read and {Object.values(counts).reduce((a, b) => a + b) === 1 ? 'was' : 'were'}{' '}
        set aside. Nothing was deleted, and everything else is shown. A trial that is missing now can be run
        again.
      </p>
    </DismissibleNotice>
  );
}
