/** @file What a sweep of rates has found: a curve and a row for each scenario. */
import { plainNumber } from '../../src/base/format';
import type { Measure } from '../../src/experiment/experiment';
import {
  choiceNotes,
  choiceText,
  inflationText,
  type TunedRates,
  type TunedScenario,
} from '../../src/footing/rates/tuned';
import { MEASURE_FORMS } from '../../src/stats/measures/measureForm';
import { meanOf } from '../../src/stats/summary';
import { RateCurves } from './RateCurves';

export interface RatesFoundProps {
  readonly tuned: TunedRates;
  readonly isOver: boolean;
}

export function RatesFound({ tuned, isOver }: RatesFoundProps) {
  const { asked, on, scenarios, stopped } = tuned;
  const { measure } = on.judging;
  const form = MEASURE_FORMS[measure];
  return (
    <div className="rates-found">
      {isOver && stopped === 'cancelled' && (
        <p role="status">Cancelled. What ran is kept: the same sweep, started again, goes on from there.</p>
      )}
      <RateCurves tuned={tuned} />
      <div className="footing-table" role="region" aria-label="Rates that were tried" tabIndex={0}>
        <table data-testid="rates-table">
          <thead>
            <tr>
              <th scope="col">Scenario</th>
              <th scope="col">Best rate</th>
              <th scope="col">{form.head}</th>
              <th scope="col">Looks better by</th>
            </tr>
          </thead>
          <tbody>
            {scenarios.map((one) => (
              <RateRow key={one.scenario.name} {...{ one, isOver, measure }} seeds={asked.seeds} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="caption">
        The best of several looks better than it is: by as much as the last column says, were all rates
        equally good. So the comparison runs on other seeds. It measures on the same validation sentences, and
        each scenario has had about as many rates.
      </p>
    </div>
  );
}

interface RateRowProps {
  readonly one: TunedScenario;
  readonly isOver: boolean;
  readonly measure: Measure;
  /** Of each rate. */
  readonly seeds: number;
}

function RateRow({ one, isOver, measure, seeds }: RateRowProps) {
  const { scenario, tried, choice } = one;
  const form = MEASURE_FORMS[measure];
  const means = tried
    .filter(({ values }) => values.length > 0)
    .map(
      ({ rate, values }) => `${plainNumber(rate)}: ${form.bare(meanOf(values.map(({ value }) => value)))}`,
    );
  return (
    <tr>
      <th scope="row">
        <span className="footing-name">
          <span className="swatch" style={{ background: scenario.color }} />
          {scenario.name}
        </span>
        <span className="footing-note">{means.join(' · ')}</span>
        {isOver &&
          choiceNotes(one, seeds).map((note) => (
            <span key={note} className="footing-why">
              {note}
            </span>
          ))}
      </th>
      <td data-label="Best rate" className="footing-change">
        {choice ? choiceText(one) : '–'}
      </td>
      <td data-label={form.head}>{choice ? form.value(choice.mean) : '–'}</td>
      <td data-label="Looks better by">{inflationText(one, measure) ?? '–'}</td>
    </tr>
  );
}
