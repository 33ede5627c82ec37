/** @file A text to take along: read, selected, or copied with one click. */
import { useState, type ReactNode } from 'react';
import { copyText } from './copyText';

export interface CopiedTextProps {
  /** What the text is, within a sentence. */
  readonly what: string;
  readonly label?: string;
  readonly text: string;
  readonly testId: string;
  readonly lines: number;
  readonly children?: ReactNode;
}

/** A text that can be read, selected, and copied with one click. */
export function CopiedText({ what, label = 'Copy', text, testId, lines, children }: CopiedTextProps) {
  const [told, setTold] = useState({ text: '', words: '' });
  const copy = async (): Promise<void> => {
    const words = (await copyText(text)) ? 'Copied.' : 'The browser does not allow copying: select the text.';
    setTold({ text, words });
  };
  return (
    <div className="copied-text">
      <textarea
        readOnly
        rows={lines}
        value={text}
        spellCheck={false}
        aria-label={`Text of ${what}`}
        data-testid={testId}
        onFocus={(event) => event.target.select()}
      />
      <div className="copied-text-actions">
        <button
          type="button"
          className="run-button"
          data-testid={`${testId}-copy`}
          onClick={() => void copy()}
        >
          {label}
        </button>
        {children}
        <span role="status" className="caption">
          {told.text === text ? told.words : ''}
        </span>
      </div>
    </div>
  );
}
