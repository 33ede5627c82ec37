/** @file What the room predicted, as a histogram beside its pooled results, and who guessed right once that is revealed. */
import { useMemo, useState } from 'react';
import { count } from '../../src/base/format';
import { answerOf, classWall, type ClassWall as Wall, type WallAnswer } from '../../src/library/classWall';
import type { LibraryEntry } from '../../src/library/entry';
import { outcomesOf } from '../lessons/outcomes';
import type { OverlayParts } from './useOverlay';

export interface ClassWallProps {
  /** The entries of which something is overlaid. */
  readonly entries: readonly LibraryEntry[];
  readonly rows: OverlayParts['rows'];
  readonly evidence: OverlayParts['evidence'];
}

export function ClassWall({ entries, rows, evidence }: ClassWallProps) {
  const wall = useMemo(() => classWall(entries), [entries]);
  const [revealed, setRevealed] = useState(false);
  const answer = useMemo(
    () => (wall && revealed ? answerOf(wall, outcomesOf(evidence.groups, evidence.judging)) : null),
    [wall, revealed, evidence],
  );
  if (!wall) return null;
  const colors = new Map(rows.map(({ scenario }) => [scenario.name, scenario.color]));
  return (
    <section className="class-wall" aria-labelledby="class-wall-title" data-testid="class-wall">
      <header>
        <h3 id="class-wall-title">{wall.task.prompt}</h3>
        <button
          type="button"
          className="text-button strong"
          data-testid="reveal-wall"
          aria-pressed={revealed}
          onClick={() => setRevealed(!revealed)}
        >
          {revealed ? 'Hide the answer' : 'Reveal'}
        </button>
      </header>
      <Bars wall={wall} colors={colors} right={answer?.right ?? []} />
      <p className="caption">{formatCaption(wall)}</p>
      {/* Its line is kept free, so that nothing moves at the moment that everyone looks at. */}
      <p className="class-wall-answer" role="status">
        {answer?.sentence}
      </p>
    </section>
  );
}

interface BarsProps {
  readonly wall: Wall;
  readonly colors: ReadonlyMap<string, string>;
  readonly right: WallAnswer['right'];
}

function Bars({ wall: { bars, predictions }, colors, right }: BarsProps) {
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  return (
    <ul className="class-wall-bars">
      {bars.map(({ label, scenario, count: votes }) => (
        <li key={label} data-right={right.length === 0 ? undefined : right.includes(label)}>
          <span className="class-wall-label">{label}</span>
          <span className="class-wall-track" aria-hidden="true">
            <span
              style={{
                width: `${(100 * votes) / most}%`,
                background: (scenario !== null && colors.get(scenario)) || undefined,
              }}
            />
          </span>
          <span className="class-wall-count">
            {count(votes)}
            <span className="visually-hidden"> of {count(predictions.length)} predictions</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function formatCaption({ caption, predictions, without }: Wall): string {
  const made = `${count(predictions.length)} ${predictions.length === 1 ? 'prediction' : 'predictions'}`;
  const others = without === 0 ? '' : `, ${count(without)} without one`;
  return `${caption}: ${made}${others}.`;
}
