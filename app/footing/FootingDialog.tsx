/** @file "Equal footing": makes scenarios cost the same, and finds the learning rate that suits each. */
import { useState } from 'react';
import { openAgain } from '../recommend/startRace';
import { Dialog } from '../ui/Dialog';
import type { PageDialogProps } from '../ui/pageDialog';
import { EqualPart } from './EqualPart';
import { RatesPart } from './RatesPart';
import { forgetKept, keptExperiment, useRates } from './ratesStore';

export default function FootingDialog({ onClose }: PageDialogProps) {
  const isTuning = useRates(({ isTuning: is }) => is);
  // Looked for once: a sweep that starts now is kept, too.
  const [kept, setKept] = useState(() => (useRates.getState().isTuning ? null : keptExperiment()));
  const leave = (): void => {
    forgetKept();
    setKept(null);
  };
  return (
    <Dialog
      title="Equal footing"
      description="What differs in cost, or in how well its learning rate suits it, is hard to compare. What is changed here are ordinary settings of the scenarios; the browser’s Back undoes it."
      onClose={onClose}
    >
      {kept && !isTuning && (
        <div className="footing-preview" role="status">
          <p>
            The page was closed while learning rates were tried. The finished trials are kept, and the same
            sweep goes on with them.
          </p>
          <div className="copied-text-actions">
            <button
              type="button"
              className="text-button"
              data-testid="footing-resume"
              onClick={() => {
                openAgain(kept);
                leave();
              }}
            >
              Open the experiment that it began from
            </button>
            <button type="button" className="quiet-button" onClick={leave}>
              Leave it
            </button>
          </div>
        </div>
      )}
      {!isTuning && <EqualPart />}
      <RatesPart isBlocked={kept !== null} />
    </Dialog>
  );
}
