/** @file Equal cost: what is to be equal, to which scenario, what that changes, and the button that changes it. */
import { useState } from 'react';
import { changedRows, FOOTINGS, type Footing } from '../../src/footing/footing';
import { RULE_TEXTS } from '../../src/footing/words';
import { useLab } from '../store/lab';
import { Choice, type ChoiceOption } from '../ui/Choice';
import { FootingTable } from './FootingTable';
import { planBasisText } from './footingRows';
import { takeFooting, type PlannedFooting } from './planFooting';
import { useFootingPlan } from './useFootingPlan';
import { useWhyNotChange } from './useWhyNotChange';

const OPTIONS: readonly ChoiceOption<Footing>[] = FOOTINGS.map((value) => ({ value, label: value }));

export function EqualPart() {
  const scenarios = useLab((lab) => lab.experiment.scenarios);
  const isIdle = useLab((lab) => lab.run.status === 'idle');
  const [footing, setFooting] = useState<Footing>('parameters');
  const [chosen, setReference] = useState(0);
  const reference = Math.min(chosen, scenarios.length - 1);
  const { planned, problem } = useFootingPlan(footing, reference, isIdle);
  return (
    <section className="footing-part" aria-label="Equal cost">
      <h3>Equal cost</h3>
      <div className="footing-choices">
        <Choice label="Equal" options={OPTIONS} value={footing} onChange={setFooting} />
        <label>
          as much as{' '}
          <select
            value={reference}
            data-testid="footing-reference"
            onChange={(event) => setReference(Number(event.target.value))}
          >
            {scenarios.map(({ name }, i) => (
              <option key={name} value={i}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p className="caption">{RULE_TEXTS[footing]}</p>
      {problem !== null && (
        <p className="field-message" role="alert">
          {problem}
        </p>
      )}
      {planned && <FootingTable planned={planned} />}
      <TakePlan planned={planned} hasProblem={problem !== null} />
    </section>
  );
}

interface TakePlanProps {
  readonly planned: PlannedFooting | null;
  readonly hasProblem: boolean;
}

function TakePlan({ planned, hasProblem }: TakePlanProps) {
  const whyNot = useWhyNotChange();
  const [taken, setTaken] = useState<string | null>(null);
  const count = planned ? changedRows(planned.plan) : 0;
  const take = (): void => {
    if (!planned) return;
    takeFooting(planned.plan);
    setTaken(`${count === 1 ? 'One scenario is' : `${count} scenarios are`} changed.`);
  };
  return (
    <div className="footing-actions">
      <button
        type="button"
        className="run-button"
        data-testid="footing-take"
        disabled={whyNot !== null || count === 0}
        onClick={take}
      >
        Make them equal
      </button>
      <p className="caption" role="status" data-testid="footing-told">
        {whyNot}
        {whyNot === null && !planned && !hasProblem && 'Working it out…'}
        {whyNot === null && planned && (count === 0 && taken !== null ? taken : planBasisText(planned))}
      </p>
    </div>
  );
}
