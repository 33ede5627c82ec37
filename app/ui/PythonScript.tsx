/** @file A Python script to take along: copied, or saved as a file. */
import { CopiedText } from './CopiedText';
import { downloadFile } from './download';

export interface PythonScriptProps {
  /** What the script is, within a sentence. */
  readonly what: string;
  readonly script: string;
  /** The file's name. */
  readonly file: string;
  readonly testId: string;
  readonly saveTestId: string;
}

export function PythonScript({ what, script, file, testId, saveTestId }: PythonScriptProps) {
  return (
    <CopiedText what={what} label="Copy as Python" text={script} testId={testId} lines={12}>
      <button
        type="button"
        className="text-button"
        data-testid={saveTestId}
        onClick={() => downloadFile(file, new Blob([script], { type: 'text/x-python' }))}
      >
        Save {file}
      </button>
    </CopiedText>
  );
}
