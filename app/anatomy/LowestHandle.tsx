/** @file The handle on the lowest adapted layer: moved up or down, adapters begin there. */
import type { CSSProperties } from 'react';
import { lowestLayer } from '../../src/architecture/modules';
import { findScenario } from '../../src/experiment/scenarioId';
import type { Box } from '../../src/figures/anatomy/scene';
import { fromLayerUp } from '../store/experiment/fromLayerUp';
import { useLab } from '../store/lab';
import { placed } from './placed';

export interface LowestHandleProps {
  /** Where the layers' rows are. */
  readonly place: Box;
  readonly layers: number;
  readonly onMove: () => void;
}

export function LowestHandle({ place, layers, onMove }: LowestHandleProps) {
  const id = useLab((lab) => lab.selectedId);
  const scenarios = useLab((lab) => lab.experiment.scenarios);
  const scenario = id === null ? undefined : findScenario(scenarios, id);
  const lowest = scenario?.method === 'lora' ? lowestLayer(scenario.modules) : null;
  if (id === null || scenario?.method !== 'lora' || lowest === null || scenario.modules.length !== layers)
    return null;
  const move = (next: number): void => {
    if (next === lowest) return;
    useLab
      .getState()
      .editScenario(id, { ...scenario, modules: fromLayerUp(scenario.modules, next) }, `${id}.lowest`);
    onMove();
  };
  return (
    <input
      type="range"
      className="lowest-handle"
      style={
        {
          ...placed(place),
          '--thumb': `${place.height / layers}px`,
          '--scenario': scenario.color,
        } as CSSProperties
      }
      min={1}
      max={layers}
      step={1}
      value={lowest}
      aria-orientation="vertical"
      aria-label="Lowest layer with adapters"
      title="Drag: adapters from this layer up"
      aria-valuetext={`adapters from layer ${lowest} up`}
      data-testid="lowest-handle"
      onChange={(event) => move(Number(event.target.value))}
    />
  );
}
