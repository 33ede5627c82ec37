/** @file Checkboxes that show or hide scenarios. */
import type { Scenario } from '../../../src/experiment/experiment';
import { useLab } from '../../store/lab';
import { matchesFilter } from '../../store/viewSlice';

export function ScenarioToggles({ scenarios }: { readonly scenarios: readonly Scenario[] }) {
  const { hidden, filter } = useLab((lab) => lab.resultsView);
  const { setHidden, showOnly, showAll } = useLab.getState();
  const toggle = (name: string, show: boolean): void =>
    setHidden(show ? hidden.filter((other) => other !== name) : [...hidden, name]);
  return (
    <>
      <ul className="scenario-toggles">
        {scenarios.map(({ name, color }, index) => (
          <li key={index} data-unmatched={matchesFilter(name, filter) ? undefined : ''}>
            <label>
              <input
                type="checkbox"
                checked={!hidden.includes(name)}
                onChange={({ target }) => toggle(name, target.checked)}
              />
              <span className="swatch" style={{ background: color }} />
              <span className="toggle-name">{name}</span>
            </label>
            <button
              type="button"
              className="quiet-button"
              aria-label={`Show only ${name}`}
              onClick={() => showOnly(name)}
            >
              only
            </button>
          </li>
        ))}
      </ul>
      {filter.trim() !== '' && (
        <p className="caption">Of these, only names with “{filter.trim()}” are seen, as the filter says.</p>
      )}
      <button type="button" className="text-button" onClick={showAll}>
        Show all
      </button>
      <p className="caption">
        Hidden scenarios are left out of every picture and comparison. Saved results hold all of them.
      </p>
    </>
  );
}
