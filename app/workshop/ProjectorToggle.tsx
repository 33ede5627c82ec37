/** @file The button for large type and few controls in front of a room. Escape turns the view off, too. */
import { useEffect } from 'react';
import { useLab } from '../store/lab';
import { Explained } from '../ui/Explained';

export function ProjectorToggle() {
  const on = useLab((lab) => lab.projector);
  const { setProjector } = useLab.getState();
  useEffect(() => {
    if (!on) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      // A dialog or menu that Escape closes has prevented the default.
      if (event.key === 'Escape' && !event.defaultPrevented) useLab.getState().setProjector(false);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [on]);
  const label = on ? 'Leave the projector’s view (Esc)' : 'Show large, for a projector';
  return (
    <Explained text={label}>
      <button
        type="button"
        className="quiet-button projector-toggle"
        data-testid="projector-toggle"
        aria-pressed={on}
        aria-label={label}
        onClick={() => setProjector(!on)}
      >
        <svg viewBox="0 0 20 20" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.5">
          <path d="M2 3.5h16M3.5 3.5v9.5h13V3.5M10 13v2.5M6.5 18l3.5-2.5 3.5 2.5" />
        </svg>
      </button>
    </Explained>
  );
}
