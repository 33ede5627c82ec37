/** @file Choices for each part of the page: open, fixed or hidden. */
import { HIDEABLE, LOCKABLE, PARTS, type PartName } from '../../src/workshop/parts';
import type { Workshop } from '../../src/workshop/workshop';
import { Choice } from '../ui/Choice';

type Access = 'open' | 'locked' | 'hidden';

const OPEN = { value: 'open', label: 'Open' } as const;
const FIXED = { value: 'locked', label: 'Fixed' } as const;
const HIDDEN = { value: 'hidden', label: 'Hidden' } as const;
const SHOWN = { value: 'open', label: 'Shown' } as const;

export interface PartChoicesProps {
  readonly workshop: Pick<Workshop, 'locked' | 'hidden'>;
  readonly onChange: (change: Pick<Workshop, 'locked' | 'hidden'>) => void;
}

export function PartChoices({ workshop: { locked, hidden }, onChange }: PartChoicesProps) {
  const accessOf = (name: PartName): Access =>
    hidden.includes(name) ? 'hidden' : locked.includes(name) ? 'locked' : 'open';
  const set = (name: PartName, access: Access): void => {
    const next = (part: PartName): Access => (part === name ? access : accessOf(part));
    onChange({
      locked: LOCKABLE.filter((part) => next(part) === 'locked'),
      hidden: HIDEABLE.filter((part) => next(part) === 'hidden'),
    });
  };
  const all = (access: 'open' | 'locked'): void =>
    onChange({
      locked: access === 'locked' ? LOCKABLE.filter((part) => !hidden.includes(part)) : [],
      hidden: access === 'locked' ? hidden : [],
    });
  return (
    <section className="part-choices" aria-labelledby="part-choices-title">
      <header>
        <h3 id="part-choices-title">The parts of the page</h3>
        <div>
          <button type="button" className="chip" onClick={() => all('locked')}>
            Fix all settings
          </button>
          <button type="button" className="chip" onClick={() => all('open')}>
            Open everything
          </button>
        </div>
      </header>
      <ul>
        {PARTS.map(({ name, label, lockable }) => (
          <li key={name} data-testid={`part-${name}`}>
            <span aria-hidden="true">{label}</span>
            <Choice
              label={label}
              hideLabel
              options={lockable ? [OPEN, FIXED, HIDDEN] : [SHOWN, HIDDEN]}
              value={accessOf(name)}
              onChange={(access: Access) => set(name, access)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
