/** @file A button that opens a small panel of controls beside it; Escape or a press outside closes it. */
import { Popover } from 'radix-ui';
import type { ReactNode } from 'react';

export interface PopupProps {
  readonly label: ReactNode;
  readonly className?: string;
  /** The panel's name. */
  readonly title: string;
  readonly testId?: string;
  readonly children: ReactNode;
}

export function Popup({ label, className = 'text-button', title, testId, children }: PopupProps) {
  return (
    <Popover.Root>
      <Popover.Trigger className={className} data-testid={testId}>
        {label} <span aria-hidden="true">▾</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popup"
          aria-label={title}
          align="start"
          sideOffset={4}
          collisionPadding={8}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
