/** @file The end of a race: the sentence, the scenarios to open, and the recommended one for PEFT and as a script. */
import { useMemo, useState } from 'react';
import type { Experiment } from '../../src/experiment/experiment';
import type { RaceReport } from '../../src/race/report';
import { openLeft, tellOutcome, type RaceOutcome } from '../race/raceOutcome';
import { copyText } from '../ui/copyText';
import { CopiedText } from '../ui/CopiedText';
import { downloadFile, fileStem } from '../ui/download';
import { endWords } from './endWords';

export interface RaceOutcomeViewProps {
  readonly report: RaceReport;
  /** What the race began from. */
  readonly on: Experiment;
  readonly onOpened: () => void;
}

export function RaceOutcomeView({ report, on, onOpened }: RaceOutcomeViewProps) {
  const outcome = useMemo(() => tellOutcome(report, on), [report, on]);
  return (
    <section className="recommend-outcome" aria-label="Recommendation">
      <p className="recommend-sentence" role="status" data-testid="recommend-sentence">
        {outcome.sentence}
      </p>
      <p className="caption">{endWords(report)}</p>
      <TakeScenarios
        link={outcome.link}
        disabled={report.state.left.length === 0}
        onOpen={() => {
          openLeft(report, on);
          onOpened();
        }}
      />
      {outcome.recommended && <AsCode outcome={outcome} name={outcome.recommended.name} />}
      <p className="caption">
        Each candidate trained with the learning rate that it has. A better rate for one of them can be worth
        more than the difference between two.
      </p>
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

/** The script is folded away: it is long, and the configuration is what most people want. */
function AsCode({
  outcome: { loraConfig, script },
  name,
}: {
  readonly outcome: RaceOutcome;
  readonly name: string;
}) {
  const file = `${fileStem(name)}.py`;
  return (
    <>
      {loraConfig !== null && (
        <div className="recommend-code">
          <h3>LoraConfig of “{name}”</h3>
          <CopiedText
            what="the LoraConfig"
            label="Copy LoraConfig"
            text={loraConfig}
            testId="recommend-config"
            lines={8}
          />
        </div>
      )}
      {script !== null && (
        <details>
          <summary>Python script of “{name}”</summary>
          <CopiedText
            what="the script"
            label="Copy as Python"
            text={script}
            testId="recommend-script"
            lines={12}
          >
            <button
              type="button"
              className="text-button"
              data-testid="recommend-script-save"
              onClick={() => downloadFile(file, new Blob([script], { type: 'text/x-python' }))}
            >
              Save {file}
            </button>
          </CopiedText>
        </details>
      )}
    </>
  );
}
