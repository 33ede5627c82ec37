/** @file A control that explains itself in one sentence, on hover and on focus. */
import { Tooltip } from 'radix-ui';
import { useState, type FocusEvent, type ReactElement, type ReactNode } from 'react';

/** Wraps the whole page once, so that after the first explanation the next ones appear at once. */
export function ExplanationProvider({ children }: { readonly children: ReactNode }) {
  return <Tooltip.Provider delayDuration={500}>{children}</Tooltip.Provider>;
}

export interface ExplainedProps {
  readonly text: string;
  /** One element that takes the pointer's and the focus's events. */
  readonly children: ReactElement;
}

/** Milliseconds. Taking the focus may scroll the page, which closes every tooltip; after this long that is over. */
const SCROLLED_MS = 150;

export function Explained({ text, children }: ExplainedProps) {
  const [open, setOpen] = useState(false);
  const openWhenScrolled = ({ target }: FocusEvent): void => {
    if (!target.matches(':focus-visible')) return; // pressing a button shows no explanation
    setTimeout(() => target === document.activeElement && setOpen(true), SCROLLED_MS);
  };
  return (
    <Tooltip.Root open={open} onOpenChange={setOpen}>
      <Tooltip.Trigger asChild onFocus={openWhenScrolled}>
        {children}
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className="explanation" sideOffset={6} collisionPadding={8}>
          {text}
          <Tooltip.Arrow className="explanation-arrow" />
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
