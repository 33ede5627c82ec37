/** @file Settings folded to one line that says what they are. The line opens them in place. */
import { useId, useState, type ReactNode } from 'react';

export interface FoldProps {
  readonly name: string;
  /** What the settings are now, short enough for one line. */
  readonly line: ReactNode;
  /** Whether something inside needs the person: the fold opens by itself, and can be closed all the same. */
  readonly attention?: boolean;
  readonly className?: string;
  readonly testId?: string;
  /** Drawn from the first opening on. */
  readonly children: ReactNode;
}

export function Fold({ name, line, attention = false, className = '', testId, children }: FoldProps) {
  const [opened, setOpened] = useState(false);
  const [drawn, setDrawn] = useState(false);
  const id = useId();
  const open = opened || attention;
  return (
    <section className={`fold ${className}`} aria-labelledby={id} data-testid={testId}>
      <details
        open={open}
        onToggle={({ currentTarget, target }) => {
          if (target !== currentTarget) return; // a fold within this one
          setOpened(currentTarget.open);
          if (currentTarget.open) setDrawn(true);
        }}
      >
        <summary>
          <h2 id={id}>{name}</h2> <span className="fold-line">{line}</span>{' '}
          <span className="fold-change" aria-hidden="true" />
        </summary>
        {(drawn || open) && <div className="fold-content">{children}</div>}
      </details>
    </section>
  );
}
