/** @file Links the pictures, and shows a card about the trial that is pointed at. */
import { useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { useLab } from '../../store/lab';
import type { TrialSlot } from '../../store/results/trialKey';
import { FloatingCard, type Anchor } from '../../ui/FloatingCard';
import { linkTrials, type Pointed, type TrialLinks } from './linkTrials';
import { trialFigures } from './trialFigures';

export interface TrialCardProps {
  /** The section that holds all pictures. */
  readonly section: RefObject<HTMLElement | null>;
  readonly slots: readonly TrialSlot[];
}

/** A line is long, so its card appears where the pointer met it. */
function anchorOf({ mark, at }: Pointed): Anchor {
  if (!(mark instanceof SVGElement) || !at) return mark;
  return { getBoundingClientRect: () => new DOMRect(at.x, at.y, 0, 0) };
}

export function TrialCard({ section, slots }: TrialCardProps) {
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const measure = useLab((lab) => lab.experiment.judging.measure);
  const links = useRef<TrialLinks | null>(null);
  useEffect(() => {
    if (!section.current) return;
    const linking = linkTrials(section.current, setPointed);
    links.current = linking;
    return () => linking.stop();
  }, [section]);
  // A row of the table already shows all this.
  const shown = pointed && !(pointed.mark instanceof HTMLTableRowElement) ? pointed : null;
  const anchor = useMemo(() => shown && anchorOf(shown), [shown]);
  const record = useMemo(
    () => (shown ? (slots.find((slot) => slot.record?.id === shown.trial)?.record ?? null) : null),
    [shown, slots],
  );
  if (!record) return null;
  return (
    <FloatingCard anchor={anchor} onDismiss={() => links.current?.dismiss()}>
      <p className="trial-card-head" data-testid="trial-card">
        <span className="swatch" style={{ background: record.scenario.color }} />
        <strong>{record.scenario.name}</strong> seed {record.seed}
      </p>
      <dl>
        {trialFigures(record, measure).map(({ term, text }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </FloatingCard>
  );
}
