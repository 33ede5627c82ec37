/** @file A dialog over the page: focus stays in it, Escape and the cross close it. */
import { Dialog as Primitive } from 'radix-ui';
import { useState, type ReactNode } from 'react';

export interface DialogProps {
  readonly title: string;
  /** One or two sentences below the title, which are read out with it. */
  readonly description: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** The buttons at the dialog's foot. */
  readonly actions?: ReactNode;
}

/** The dialog is open as long as it is mounted. */
export function Dialog({ title, description, onClose, children, actions }: DialogProps) {
  // Radix knows of no trigger here, so the focus goes back to whatever had it.
  const [opener] = useState(() => document.activeElement);
  const giveBack = (): void => {
    if (opener instanceof HTMLElement) opener.focus();
  };
  return (
    <Primitive.Root open onOpenChange={(open) => !open && onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className="dialog-veil" />
        <Primitive.Content className="dialog" onCloseAutoFocus={giveBack}>
          <header className="dialog-head">
            <Primitive.Title>{title}</Primitive.Title>
            <Primitive.Close className="quiet-button" aria-label="Close">
              ×
            </Primitive.Close>
          </header>
          <div className="dialog-body">
            <Primitive.Description className="caption">{description}</Primitive.Description>
            {children}
          </div>
          {actions && <footer className="dialog-actions">{actions}</footer>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
