/** @file An action of a menu. */

export interface MenuAction {
  readonly label: string;
  /** One sentence below the name that says what the action does. */
  readonly hint?: string;
  readonly disabled?: boolean;
  readonly testId?: string;
  readonly onSelect: () => void;
}
