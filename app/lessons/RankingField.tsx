/** @file A list to put in order: buttons move a line up or down, by mouse, touch or keyboard. */
import { useRef, useState } from 'react';
import type { RankingTask } from '../../src/lessons/lesson';

export interface RankingFieldProps {
  readonly task: RankingTask;
  /** The names, best first. */
  readonly order: readonly string[];
  readonly onChange: (order: readonly string[]) => void;
}

export function RankingField({ task, order, onChange }: RankingFieldProps) {
  const [told, setTold] = useState('');
  const list = useRef<HTMLOListElement>(null);

  const move = (from: number, to: number): void => {
    const name = order[from];
    if (name === undefined || to < 0 || to >= order.length) return;
    onChange(order.toSpliced(from, 1).toSpliced(to, 0, name));
    setTold(`${name} is now number ${to + 1} of ${order.length}`);
    // At the end of the list the pressed button is disabled, and the focus goes to its neighbour.
    const kind = to === 0 ? 'down' : to === order.length - 1 ? 'up' : to < from ? 'up' : 'down';
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`li:nth-child(${to + 1}) [data-move=${kind}]`)?.focus(),
    );
  };

  return (
    <fieldset className="ranking">
      <legend>{task.prompt}</legend>
      <ol ref={list}>
        {order.map((name, position) => (
          <li key={name}>
            <span className="ranking-position">{position + 1}</span>
            <span className="ranking-name">{name}</span>
            <button
              type="button"
              className="quiet-button"
              data-move="up"
              aria-label={`Move ${name} up`}
              disabled={position === 0}
              onClick={() => move(position, position - 1)}
            >
              ↑
            </button>
            <button
              type="button"
              className="quiet-button"
              data-move="down"
              aria-label={`Move ${name} down`}
              disabled={position === order.length - 1}
              onClick={() => move(position, position + 1)}
            >
              ↓
            </button>
          </li>
        ))}
      </ol>
      <p className="visually-hidden" role="status">
        {told}
      </p>
    </fieldset>
  );
}
