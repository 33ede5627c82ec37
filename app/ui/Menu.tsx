/** @file A button that opens a menu of actions: arrow keys move, Enter chooses, Escape closes. */
import { DropdownMenu } from 'radix-ui';

export interface MenuAction {
  readonly label: string;
  /** What it does, in one sentence below its name. */
  readonly hint?: string;
  readonly disabled?: boolean;
  readonly testId?: string;
  readonly onSelect: () => void;
}

export interface MenuProps {
  readonly label: string;
  readonly className?: string;
  /** Where the label alone does not say what the actions are about. */
  readonly description?: string;
  readonly actions: readonly MenuAction[];
}

export function Menu({ label, className = 'text-button', description, actions }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={className} aria-label={description}>
        {label} <span aria-hidden="true">▾</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
          {actions.map(({ label: name, hint, disabled, testId, onSelect }) => (
            <DropdownMenu.Item
              key={name}
              className="menu-item"
              disabled={disabled}
              data-testid={testId}
              onSelect={onSelect}
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
