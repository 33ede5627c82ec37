/** @file A button that opens a menu of actions: arrow keys move, Enter chooses, Escape closes. */
import { useId, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { loadable } from './loadable';
import type { MenuAction } from './menuAction';

export interface MenuProps {
  readonly label: string;
  readonly className?: string;
  /** Says what the actions are about, if the label alone does not. */
  readonly description?: string;
  readonly actions: readonly MenuAction[];
}

export const MenuPanel = loadable('The menu', () => import('./MenuPanel'));

export function Menu({ label, className = 'text-button', description, actions }: MenuProps) {
  const [open, setOpen] = useState<'pointer' | 'keyboard' | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const onClick = ({ detail }: MouseEvent): void =>
    setOpen(open !== null ? null : detail === 0 ? 'keyboard' : 'pointer');
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    setOpen('keyboard');
  };
  return (
    <span className="menu-place">
      <button
        ref={button}
        type="button"
        id={id}
        className={className}
        aria-label={description}
        aria-haspopup="menu"
        aria-expanded={open !== null}
        {...{ onClick, onKeyDown }}
      >
        {label} <span aria-hidden="true">▾</span>
      </button>
      {open !== null && (
        <MenuPanel
          {...{ actions, button }}
          labelledBy={id}
          byKeyboard={open === 'keyboard'}
          onClose={() => setOpen(null)}
        />
      )}
    </span>
  );
}
