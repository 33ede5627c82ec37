/** @file Ready experiments as questions: pick one, press Run. */
import { encodeExperiment } from '../../src/experiment/url';
import { EXPERIMENT_PRESETS } from '../../src/experiment/presets';
import { useLab } from '../store/lab';

const FRAGMENTS = EXPERIMENT_PRESETS.map(({ experiment }) => encodeExperiment(experiment));

export function Questions() {
  const experiment = useLab((lab) => lab.experiment);
  const { loadExperiment, setUrlProblems } = useLab.getState();
  const chosen = EXPERIMENT_PRESETS[FRAGMENTS.indexOf(encodeExperiment(experiment))];
  return (
    <nav className="questions" aria-label="Ready experiments">
      <ul>
        {EXPERIMENT_PRESETS.map((preset) => (
          <li key={preset.id}>
            <button
              type="button"
              aria-pressed={preset === chosen}
              title={preset.question}
              onClick={() => {
                setUrlProblems([]);
                loadExperiment(preset.experiment, 'person');
              }}
            >
              {preset.title}
            </button>
          </li>
        ))}
      </ul>
      <p className="lead">
        {chosen?.question ?? 'Your own experiment. Its whole setting is in the address bar.'}
      </p>
    </nav>
  );
}
