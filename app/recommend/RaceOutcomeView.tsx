/** @file The end of a race: the sentence, and the scenarios to open. */
import { useState } from 'react';
import type { RaceReport } from '../../src/race/report';
import type { RaceOutcome } from '../race/raceOutcome';
import { copyText } from '../ui/copyText';
import { endWords } from './endWords';

export interface RaceOutcomeViewProps {
  readonly report: RaceReport;
  readonly outcome: RaceOutcome;
  readonly onOpen: () => void;
}

export function RaceOutcomeView({ report, outcome, onOpen }: RaceOutcomeViewProps) {
  return (
    <section className="recommend-outcome" aria-label="Recommendation">
      <p className="recommend-sentence" role="status" data-testid="recommend-sentence">
        {outcome.sentence}
      </p>
      <p className="caption">
        {endWords(report)} Each candidate trained with the learning rate that it has: a better rate for one of
        them can be worth more than the difference between two.
      </p>
      <TakeScenarios link={outcome.link} disabled={report.state.left.length === 0} onOpen={onOpen} />
    </section>
  );
}

interface TakeScenariosProps {
  readonly link: string;
  readonly disabled: boolean;
  readonly onOpen: () => void;
}

function TakeScenarios({ link, disabled, onOpen }: TakeScenariosProps) {
  const [told, setTold] = useState('');
  const copy = async (): Promise<void> =>
    setTold(
      (await copyText(link)) ? 'Copied.' : 'The browser does not allow copying: open the scenarios instead.',
    );
  return (
    <div className="copied-text-actions">
      <button
        type="button"
        className="text-button"
        data-testid="recommend-take"
        disabled={disabled}
        onClick={onOpen}
      >
        Open these scenarios
      </button>
      <button
        type="button"
        className="text-button"
        data-testid="recommend-link"
        disabled={disabled}
        onClick={() => void copy()}
      >
        Copy their link
      </button>
      <span role="status" className="caption">
        {told}
      </span>
    </div>
  );
}
