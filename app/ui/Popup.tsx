/** @file A button that opens a small panel of controls beside it; Escape or a press outside closes it. */
import { useRef, useState, type ReactNode } from 'react';
import { loadable } from './loadable';

export interface PopupProps {
  readonly label: ReactNode;
  readonly className?: string;
  /** The panel's name. */
  readonly title: string;
  readonly testId?: string;
  /** What the panel shows; a function gets what closes it. */
  readonly children: ReactNode | ((close: () => void) => ReactNode);
}

export const PopupPanel = loadable('The panel', () => import('./PopupPanel'));

export function Popup({ label, className = 'text-button', title, testId, children }: PopupProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => setOpen(false);
  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-haspopup="dialog"
        aria-expanded={open}
        data-testid={testId}
        onClick={() => setOpen(!open)}
      >
        {label} <span aria-hidden="true">▾</span>
      </button>
      {open && (
        <PopupPanel title={title} button={button} onClose={close}>
          {typeof children === 'function' ? children(close) : children}
        </PopupPanel>
      )}
    </>
  );
}
