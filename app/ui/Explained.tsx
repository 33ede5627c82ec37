/** @file A control that explains itself in one sentence, on hover and on keyboard focus. */
import { Tooltip } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';

/** Once on the page: after the first explanation the next ones come at once. */
export function ExplanationProvider({ children }: { readonly children: ReactNode }) {
  return <Tooltip.Provider delayDuration={500}>{children}</Tooltip.Provider>;
}

export interface ExplainedProps {
  readonly text: string;
  /** One element that takes the pointer's and the focus's events. */
  readonly children: ReactElement;
}

export function Explained({ text, children }: ExplainedProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className="explanation" sideOffset={6} collisionPadding={8}>
          {text}
          <Tooltip.Arrow className="explanation-arrow" />
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
