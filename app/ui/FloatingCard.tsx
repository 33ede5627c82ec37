/** @file A card beside something on the page that is pointed at. It takes neither the focus nor the pointer. */
import { Popover } from 'radix-ui';
import { useMemo, type ReactNode } from 'react';

/** The anchor: an element, or a position that has no element of its own. */
export interface Anchor {
  readonly getBoundingClientRect: () => DOMRect;
}

export interface FloatingCardProps {
  /** The anchor; null for no card. */
  readonly anchor: Anchor | null;
  /** Called on Escape. */
  readonly onDismiss: () => void;
  readonly children: ReactNode;
}

const leaveFocus = (event: Event): void => event.preventDefault();

export function FloatingCard({ anchor, onDismiss, children }: FloatingCardProps) {
  const virtual = useMemo(() => ({ current: anchor }), [anchor]);
  if (!anchor) return null;
  return (
    <Popover.Root open onOpenChange={onDismiss}>
      <Popover.Anchor virtualRef={virtual} />
      <Popover.Portal>
        <Popover.Content
          className="floating-card"
          role="tooltip"
          side="bottom"
          sideOffset={12}
          collisionPadding={8}
          hideWhenDetached
          onOpenAutoFocus={leaveFocus}
          onCloseAutoFocus={leaveFocus}
          // The code that opened the card also closes it.
          onInteractOutside={leaveFocus}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
