/** @file A button that opens a menu of actions: arrow keys move, Enter chooses, Escape closes. */
import { DropdownMenu } from 'radix-ui';
import { useRef } from 'react';

export interface MenuAction {
  readonly label: string;
  /** One sentence below the name that says what the action does. */
  readonly hint?: string;
  readonly disabled?: boolean;
  readonly testId?: string;
  readonly onSelect: () => void;
}

export interface MenuProps {
  readonly label: string;
  readonly className?: string;
  /** Says what the actions are about, if the label alone does not. */
  readonly description?: string;
  readonly actions: readonly MenuAction[];
}

export function Menu({ label, className = 'text-button', description, actions }: MenuProps) {
  /** Runs once the menu is gone and its button has the focus, so that a dialog returns the focus there. */
  const chosen = useRef<(() => void) | null>(null);
  const act = (): void => {
    if (chosen.current) setTimeout(chosen.current);
    chosen.current = null;
  };
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={className} aria-label={description}>
        {label} <span aria-hidden="true">▾</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu"
          align="end"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={act}
        >
          {actions.map(({ label: name, hint, disabled, testId, onSelect }) => (
            <DropdownMenu.Item
              key={name}
              className="menu-item"
              disabled={disabled}
              data-testid={testId}
              onSelect={() => {
                chosen.current = onSelect;
              }}
            >
              <span>{name}</span>
              {hint && <span className="caption">{hint}</span>}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
