/** @file Each scenario at its own learning rate: what is tried, the sweep under way, what it found, and taking it over. */
import { useState } from 'react';
import { RATE_COUNTS, RATE_FACTORS, USUAL_RATES, type RatesAsked } from '../../src/footing/rates/rateSweep';
import { changesRates, tunedScenarios } from '../../src/footing/rates/tuned';
import { isSameTask } from '../recommend/startRace';
import { useLab } from '../store/lab';
import { Choice, type ChoiceOption } from '../ui/Choice';
import { takeScenarios } from './planFooting';
import { RatesFound } from './RatesFound';
import { RatesPreview, RatesProgress } from './RatesPlan';
import { startRates, stopRates, useRates } from './ratesStore';
import { useWhyNotChange, useWhyNotTry } from './useWhyNotChange';

const SEEDS = [1, 2, 3, 5] as const;

function options<T extends number>(
  values: readonly T[],
  label: (value: T) => string,
): ChoiceOption<`${T}`>[] {
  return values.map((value) => ({ value: `${value}`, label: label(value) }));
}

const COUNTS = options(RATE_COUNTS, String);
const FACTORS = options(RATE_FACTORS, (factor) => `×${factor}`);
const SEED_COUNTS = options(SEEDS, String);

/** @param isBlocked whether something else has to be decided first */
export function RatesPart({ isBlocked }: { readonly isBlocked: boolean }) {
  const { isTuning, tuned, problem } = useRates();
  const [asked, setAsked] = useState<RatesAsked>(USUAL_RATES);
  const whyNot = useWhyNotTry();
  return (
    <section className="footing-part" aria-label="Each at its own learning rate">
      <h3>Each at its own learning rate</h3>
      {!isTuning && <RateFields asked={asked} onChange={setAsked} />}
      {!isTuning && <RatesPreview asked={asked} />}
      {problem !== null && !isTuning && (
        <p className="field-message" role="alert">
          {problem}
        </p>
      )}
      {isTuning && <RatesProgress asked={tuned?.asked ?? asked} />}
      <div className="footing-actions">
        <button
          type="button"
          className={isTuning ? 'run-button' : 'run-button secondary'}
          data-testid={isTuning ? 'rates-cancel' : 'rates-start'}
          disabled={!isTuning && (whyNot !== null || isBlocked)}
          onClick={() => (isTuning ? stopRates() : void startRates(asked))}
        >
          {isTuning ? 'Cancel' : 'Try these rates'}
        </button>
        <p className="caption" role="status">
          {isTuning ? 'It goes on if you close this dialog. Cancel keeps what ran.' : whyNot}
        </p>
      </div>
      {tuned && <RatesFound tuned={tuned} isOver={!isTuning} />}
      {tuned?.stopped === null && !isTuning && <TakeRates />}
    </section>
  );
}

interface RateFieldsProps {
  readonly asked: RatesAsked;
  readonly onChange: (asked: RatesAsked) => void;
}

function RateFields({ asked, onChange }: RateFieldsProps) {
  const { count, factor, seeds } = asked;
  const pick = <T extends number>(values: readonly T[], text: string, fallback: T): T =>
    values.find((value) => String(value) === text) ?? fallback;
  return (
    <div className="footing-choices">
      <Choice
        label="Rates around its own"
        options={COUNTS}
        value={`${count}`}
        onChange={(text) => onChange({ ...asked, count: pick(RATE_COUNTS, text, count) })}
      />
      <Choice
        label="Each from the last"
        options={FACTORS}
        value={`${factor}`}
        onChange={(text) => onChange({ ...asked, factor: pick(RATE_FACTORS, text, factor) })}
      />
      <Choice
        label="Seeds of each rate"
        options={SEED_COUNTS}
        value={SEED_COUNTS.find(({ value }) => value === `${seeds}`)?.value ?? null}
        onChange={(text) => onChange({ ...asked, seeds: Number(text) })}
      />
    </div>
  );
}

/** Takes the rates that were found, as long as the scenarios are those that were tuned. */
function TakeRates() {
  const tuned = useRates((rates) => rates.tuned);
  const experiment = useLab((lab) => lab.experiment);
  const whyNot = useWhyNotChange();
  if (!tuned) return null;
  const isSame = isSameTask(tuned.on, experiment) && tuned.on.scenarios === experiment.scenarios;
  const isTaken = !isSame;
  return (
    <div className="footing-actions">
      <button
        type="button"
        className="run-button"
        data-testid="rates-take"
        disabled={whyNot !== null || isTaken || !changesRates(tuned)}
        onClick={() => takeScenarios(tunedScenarios(tuned))}
      >
        Take these rates
      </button>
      <p className="caption" role="status" data-testid="rates-told">
        {isTaken
          ? 'The scenarios have been changed since: try again to tune them as they are now.'
          : changesRates(tuned)
            ? 'They become the scenarios’ own rates; the comparison then runs on its own seeds.'
            : 'Each scenario has the best rate already.'}
      </p>
    </div>
  );
}
