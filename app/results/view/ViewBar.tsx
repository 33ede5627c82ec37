/** @file The toolbar over the results, which chooses the scenarios shown and their order. */
import { memo, useId } from 'react';
import type { Scenario } from '../../../src/experiment/experiment';
import { MEASURE_FORMS } from '../../../src/stats/measures/measureForm';
import { useLab } from '../../store/lab';
import { ORDERS, type Order } from '../../store/viewSlice';
import { Popup } from '../../ui/Popup';
import { ScenarioToggles } from './ScenarioToggles';
import { formatHidden } from '../../../src/figures/formatHidden';

const ORDER_WORDS: Readonly<Record<Exclude<Order, 'accuracy'>, string>> = {
  experiment: 'as in the experiment',
  parameters: 'parameters, fewest first',
  memory: 'memory, least first',
  speed: 'speed, fastest first',
  name: 'name',
};

const isOrder = (value: string): value is Order => ORDERS.some((order) => order === value);

export interface ViewBarProps {
  readonly scenarios: readonly Scenario[];
  readonly shown: number;
}

export const ViewBar = memo(function ViewBar({ scenarios, shown }: ViewBarProps) {
  const { order, filter } = useLab((lab) => lab.resultsView);
  const measured = useLab((lab) => MEASURE_FORMS[lab.experiment.judging.measure].name);
  const { setOrder, setFilter, showAll } = useLab.getState();
  const id = useId();
  const hidden = scenarios.length - shown;
  // A single scenario leaves nothing to order or hide.
  if (scenarios.length < 2) return null;
  return (
    <div className="view-bar" role="group" aria-label="What the results show" data-testid="view-bar">
      <Popup
        label={
          hidden === 0 ? `All ${scenarios.length} scenarios` : `${shown} of ${scenarios.length} scenarios`
        }
        title="Scenarios shown"
        testId="scenarios-shown"
      >
        <ScenarioToggles scenarios={scenarios} />
      </Popup>
      <span className="view-field">
        <label htmlFor={`${id}-order`}>Order</label>
        <select
          id={`${id}-order`}
          value={order}
          onChange={({ target }) => isOrder(target.value) && setOrder(target.value)}
        >
          {ORDERS.map((each) => (
            <option key={each} value={each}>
              {each === 'accuracy' ? `${measured}, best first` : ORDER_WORDS[each]}
            </option>
          ))}
        </select>
      </span>
      <span className="view-field view-filter">
        <label htmlFor={`${id}-filter`}>Filter</label>
        <input
          id={`${id}-filter`}
          type="search"
          placeholder="words of a name"
          value={filter}
          onChange={({ target }) => setFilter(target.value)}
        />
      </span>
      <div className="caption view-told">
        <span role="status">
          {hidden > 0 && (shown === 0 ? 'Every scenario is hidden.' : formatHidden(hidden))}
        </span>
        {hidden > 0 && (
          <button type="button" className="quiet-button" onClick={showAll}>
            Show all
          </button>
        )}
      </div>
    </div>
  );
});
