/** @file Buttons for common choices of modules. */
import type { ModuleSet } from '../../src/architecture/modules';
import { MODULE_PRESETS, type ModulePresetId } from '../../src/experiment/presets';
import { Explained } from '../ui/Explained';
import { sameModules } from './gridSelection';

const HINTS: Readonly<Record<ModulePresetId, string>> = {
  lower: 'All modules of the half next to the input; the backward pass goes all the way down.',
  upper: 'All modules of the half next to the head; the backward pass stops halfway, which saves memory.',
  even: 'All modules of every second layer.',
  all: 'Every module of every layer.',
  none: 'No module: an empty grid to start from.',
  attention: 'Query, key, value and attention output of every layer.',
  feedForward: 'Up and down projections of every layer.',
};

export interface ModulePresetsProps {
  readonly modules: ModuleSet;
  readonly onChange: (modules: ModuleSet) => void;
}

export function ModulePresets({ modules, onChange }: ModulePresetsProps) {
  return (
    <div className="module-presets" role="group" aria-label="Choices of modules">
      {MODULE_PRESETS.map((preset) => {
        const choice = preset.modules(modules.length);
        return (
          <Explained key={preset.id} text={HINTS[preset.id]}>
            <button
              type="button"
              className="chip"
              aria-pressed={sameModules(modules, choice)}
              onClick={() => onChange(choice)}
            >
              {preset.label}
            </button>
          </Explained>
        );
      })}
    </div>
  );
}
