/** @file The panel that a button opens, loaded when one is opened first. */
import { Popover } from 'radix-ui';
import type { ReactNode, RefObject } from 'react';

export interface PopupPanelProps {
  readonly title: string;
  /** The button that opened it, which has the focus when it is closed. */
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export default function PopupPanel({ title, button, onClose, children }: PopupPanelProps) {
  const anchor = button as RefObject<HTMLButtonElement>;
  return (
    <Popover.Root open onOpenChange={onClose}>
      <Popover.Anchor virtualRef={anchor} />
      <Popover.Portal>
        <Popover.Content
          className="popup"
          aria-label={title}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          // The panel itself has the focus at first, so that no control's explanation covers it.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            button.current?.focus();
          }}
          // The button closes it itself.
          onInteractOutside={(event) => {
            if (event.target instanceof Node && button.current?.contains(event.target))
              event.preventDefault();
          }}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
