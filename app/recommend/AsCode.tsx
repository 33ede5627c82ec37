/** @file The recommended scenario to take along: PEFT's configuration, and a script. */
import type { RaceOutcome } from '../race/raceOutcome';
import { CopiedText } from '../ui/CopiedText';
import { downloadFile, fileStem } from '../ui/download';

/** The script is folded away: it is long, and the configuration is what most people want. */
export function AsCode({
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
