/** @file A control that explains itself in one sentence, on hover and on focus. */
import { cloneElement, type ReactElement } from 'react';
import { loadable, useIdle } from './loadable';

export interface ExplainedProps {
  readonly text: string;
  /** One element that can be pointed at or focused. */
  readonly children: ReactElement<Record<string, unknown>>;
}

/** Only says what the text is: one {@link Explanations} shows the texts of all controls. */
export function Explained({ text, children }: ExplainedProps) {
  return cloneElement(children, { 'data-explanation': text });
}

const ExplanationLayer = loadable('The explanations', () => import('./ExplanationLayer'));

/** Shows the explanation of whatever is pointed at or focused; once on the page. */
export function Explanations() {
  const idle = useIdle();
  return idle && <ExplanationLayer />;
}
