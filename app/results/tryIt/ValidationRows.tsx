/** @file The validation sentences that the chosen trials get wrong or disagree about. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { describeError } from '../../../src/base/errors';
import type { SwitchedOff } from '../../../src/scores/switchOff';
import { useLab } from '../../store/lab';
import { Choice } from '../../ui/Choice';
import { count, percent } from '../../../src/base/format';
import { formatTrial, type TrialChoice } from './usableTrials';
import { compareRows, shownRows, type ComparedRow, type RowFilter, type RowOrder } from './validationView';

const PAGE = 25;
/** Milliseconds after the last switch before the sentences are gone through again. */
const SETTLE_MS = 250;

interface Examined {
  readonly rows: readonly ComparedRow[];
  readonly labelNames: readonly string[];
  /** The adapters that were off when they were measured. */
  readonly off: SwitchedOff | undefined;
}

const FILTERS: readonly { value: RowFilter; label: string }[] = [
  { value: 'mistakes', label: 'Mistakes' },
  { value: 'disagreements', label: 'Where the two disagree' },
  { value: 'all', label: 'All' },
];

interface ComparedTrials {
  readonly first: TrialChoice;
  readonly second: TrialChoice | undefined;
}

interface ValidationRowsProps extends ComparedTrials {
  /** Adapters of the first trial that are switched off; undefined for none. */
  readonly off: SwitchedOff | undefined;
}

export function ValidationRows({ first, second, off }: ValidationRowsProps) {
  const [examined, setExamined] = useState<Examined | null>(null);
  const [state, setState] = useState<'idle' | 'busy' | { readonly problem: string }>('idle');

  const asked = useRef(0);

  const examine = async (): Promise<void> => {
    const own = ++asked.current;
    setState('busy');
    try {
      const { examine } = useLab.getState();
      const { rows, labelNames } = await examine(first, off);
      const others = second ? (await examine(second)).rows : null;
      // The switches may have been changed in the meantime.
      if (own !== asked.current) return;
      setExamined({ rows: compareRows(rows, others), labelNames, off });
      setState('idle');
    } catch (error) {
      const { message, remedy } = describeError(error);
      setState({ problem: `${message} ${remedy}` });
    }
  };

  const latest = useRef(examine);
  useEffect(() => {
    latest.current = examine;
  });
  const shownOff = useRef(off);
  useEffect(() => {
    if (shownOff.current === off) return;
    shownOff.current = off;
    const timer = setTimeout(() => void latest.current(), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [off]);

  if (examined)
    return (
      <>
        {off && typeof state !== 'object' && (
          <SwitchedAccuracy
            rows={examined.rows}
            whole={first.accuracy}
            // Until its own measurement has come, the rows are those of other switches.
            busy={state === 'busy' || examined.off !== off}
          />
        )}
        {typeof state === 'object' && <p className="field-message">{state.problem}</p>}
        <ExaminedRows examined={examined} first={first} second={second} />
      </>
    );
  return (
    <div>
      <button
        type="button"
        className="text-button"
        data-testid="examine"
        disabled={state === 'busy'}
        onClick={() => void examine()}
      >
        {state === 'busy' ? 'Going through the validation sentences…' : 'Show what they get wrong'}
      </button>
      {typeof state === 'object' && <p className="field-message">{state.problem}</p>}
    </div>
  );
}

interface SwitchedAccuracyProps {
  readonly rows: readonly ComparedRow[];
  /** The accuracy with all adapters; null if it is not known. */
  readonly whole: number | null;
  readonly busy: boolean;
}

function SwitchedAccuracy({ rows, whole, busy }: SwitchedAccuracyProps) {
  const right = rows.filter(({ label, prediction }) => label === prediction).length;
  return (
    <p role="status" aria-busy={busy} data-testid="switched-accuracy">
      {busy
        ? 'Measuring with these adapters off…'
        : `Accuracy with these adapters off: ${percent(right / rows.length)}`}
      {!busy && whole !== null && `; with all of them on: ${percent(whole)}`}
    </p>
  );
}

interface ExaminedRowsProps extends ComparedTrials {
  readonly examined: Examined;
}

function ExaminedRows({ examined, first, second }: ExaminedRowsProps) {
  const [filter, setFilter] = useState<RowFilter>('mistakes');
  const [order, setOrder] = useState<RowOrder>('surest');
  const [pages, setPages] = useState(1);
  const { rows, labelNames } = examined;
  const shown = useMemo(() => shownRows(rows, filter, order), [rows, filter, order]);

  return (
    <div className="validation-rows">
      <div className="figure-head">
        <h3>Validation sentences</h3>
        <Choice
          label="Which sentences"
          hideLabel
          options={second ? FILTERS : FILTERS.filter(({ value }) => value !== 'disagreements')}
          value={filter}
          onChange={(value) => {
            setFilter(value);
            setPages(1);
          }}
        />
      </div>
      <p className="caption" role="status">
        {count(shown.length)} of {count(rows.length)} sentences
      </p>
      {shown.length > 0 && (
        <RowsTable
          {...{ first, second, order, labelNames }}
          rows={shown.slice(0, pages * PAGE)}
          onTurn={() => setOrder(order === 'surest' ? 'least sure' : 'surest')}
        />
      )}
      {shown.length > pages * PAGE && (
        <button type="button" className="text-button" onClick={() => setPages(pages + 1)}>
          Show more
        </button>
      )}
    </div>
  );
}

interface RowsTableProps extends ComparedTrials {
  readonly rows: readonly ComparedRow[];
  readonly order: RowOrder;
  readonly labelNames: readonly string[];
  /** Reverses the order. */
  readonly onTurn: () => void;
}

function RowsTable({ rows, order, labelNames, first, second, onTurn }: RowsTableProps) {
  const nameOf = (label: number): string => labelNames[label] ?? `label ${label}`;
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label="Validation sentences">
      <table data-testid="validation-table">
        <thead>
          <tr>
            <th scope="col">Sentence</th>
            <th scope="col">Label</th>
            <th scope="col" aria-sort={order === 'surest' ? 'descending' : 'ascending'}>
              <button type="button" className="sort-button" onClick={onTurn}>
                {formatTrial(first)} {order === 'surest' ? '↓' : '↑'}
              </button>
            </th>
            {second && <th scope="col">{formatTrial(second)}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.row}>
              <th scope="row">{row.text}</th>
              <td>{nameOf(row.label)}</td>
              <Judgement {...row} label={row.label} nameOf={nameOf} />
              {second && row.other && <Judgement {...row.other} label={row.label} nameOf={nameOf} />}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface JudgementProps {
  readonly prediction: number;
  readonly confidence: number;
  readonly label: number;
  readonly nameOf: (label: number) => string;
}

function Judgement({ prediction, confidence, label, nameOf }: JudgementProps) {
  return (
    <td data-wrong={prediction !== label ? '' : undefined}>
      {nameOf(prediction)} <span className="quiet">{percent(confidence)}</span>
    </td>
  );
}
