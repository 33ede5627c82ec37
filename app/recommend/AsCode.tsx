/** @file The recommended scenario to take along: PEFT's configuration, and a script. */
import type { RaceOutcome } from '../race/raceOutcome';
import { CopiedText } from '../ui/CopiedText';
import { fileStem } from '../ui/download';
import { PythonScript } from '../ui/PythonScript';

/** The script is folded away: it is long, and the configuration is what most people want. */
export function AsCode({
  outcome: { loraConfig, script },
  name,
}: {
  readonly outcome: RaceOutcome;
  readonly name: string;
}) {
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
          <PythonScript
            what="the script"
            script={script}
            file={`${fileStem(name)}.py`}
            testId="recommend-script"
            saveTestId="recommend-script-save"
          />
        </details>
      )}
    </>
  );
}
