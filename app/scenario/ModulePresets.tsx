/** @file Common choices of modules at one press. */
import type { ModuleSet } from '../../src/experiment/modules';
import { MODULE_PRESETS } from '../../src/experiment/presets';
import { sameModules } from './gridSelection';

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
          <button
            key={preset.id}
            type="button"
            className="chip"
            aria-pressed={sameModules(modules, choice)}
            onClick={() => onChange(choice)}
          >
            {preset.label}
          </button>
        );
      })}
    </div>
  );
}
