/** @file Something the person should know, in plain words, with a remedy. */
import type { ReactNode } from 'react';

export interface NoticeProps {
  readonly title: string;
  readonly tone?: 'calm' | 'problem';
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly onDismiss?: () => void;
}

export function Notice({ title, tone = 'calm', children, actions, onDismiss }: NoticeProps) {
  return (
    <section
      className="notice"
      data-tone={tone}
      data-testid="notice"
      role={tone === 'problem' ? 'alert' : 'status'}
    >
      <div className="notice-text">
        <h2>{title}</h2>
        {children}
        {actions && <div className="notice-actions">{actions}</div>}
      </div>
      {onDismiss && (
        <button type="button" className="quiet-button" aria-label={`Dismiss: ${title}`} onClick={onDismiss}>
          ×
        </button>
      )}
    </section>
  );
}
