/** @file The table of every overlaid trial. Very many trials are shown only on request. */
import { useState } from 'react';
import { ResultsTable } from '../results/trials/ResultsTable';
import type { TrialSlot } from '../store/results/trialKey';
import { count } from '../../src/base/format';
import { InTurn } from '../ui/InTurn';

const AT_ONCE = 100;

export function AllTrials({ slots }: { readonly slots: readonly TrialSlot[] }) {
  const [asked, setAsked] = useState(false);
  if (slots.length <= AT_ONCE || asked)
    return <InTurn value={slots}>{(shown) => <ResultsTable slots={shown} />}</InTurn>;
  return (
    <div>
      <button type="button" className="text-button" onClick={() => setAsked(true)}>
        Show all {count(slots.length)} trials
      </button>
    </div>
  );
}
