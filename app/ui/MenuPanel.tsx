/** @file The menu that a button opens, loaded when one is opened first. */
import { DropdownMenu } from 'radix-ui';
import { useRef, type RefObject } from 'react';
import type { MenuAction } from './menuAction';

export interface MenuPanelProps {
  readonly actions: readonly MenuAction[];
  /** The button that opened it, which has the focus when it is closed. */
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly labelledBy: string;
  /** The first action gets the focus; a pointer's menu has it as a whole. */
  readonly byKeyboard: boolean;
  readonly onClose: () => void;
}

export default function MenuPanel({ actions, button, labelledBy, byKeyboard, onClose }: MenuPanelProps) {
  /** Runs once the menu is gone and its button has the focus, so that a dialog returns the focus there. */
  const chosen = useRef<(() => void) | null>(null);
  const act = (event: Event): void => {
    event.preventDefault();
    button.current?.focus();
    if (chosen.current) setTimeout(chosen.current);
    chosen.current = null;
  };
  const first = actions.findIndex(({ disabled }) => !disabled);
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={onClose}>
      {/* The menu stands at its trigger: this one lies over the button and takes nothing. */}
      <DropdownMenu.Trigger asChild>
        <span className="menu-anchor" aria-hidden="true" tabIndex={-1} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu"
          aria-labelledby={labelledBy}
          align="end"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={act}
          // The button closes it itself.
          onInteractOutside={(event) => {
            if (event.target instanceof Node && button.current?.contains(event.target))
              event.preventDefault();
          }}
        >
          {actions.map(({ label: name, hint, disabled, testId, onSelect }, index) => (
            <DropdownMenu.Item
              key={name}
              ref={byKeyboard && index === first ? focusLater : undefined}
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

/** After the menu itself has taken the focus. */
function focusLater(item: HTMLElement | null): void {
  if (item) setTimeout(() => item.focus());
}
