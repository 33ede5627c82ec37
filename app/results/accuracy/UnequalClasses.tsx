/** @file Says that classes are so unequal that accuracy tells little, and offers the measures that tell more. */
import { type Measure, withJudging } from '../../../src/experiment/experiment';
import { MEASURE_FORMS } from '../../../src/stats/measures/measureForm';
import { LockedByWorkshop } from '../../lock/LockedDuringRun';
import { useLab } from '../../store/lab';

const OFFERED: readonly Measure[] = ['macroF1', 'mcc'];

function compareBy(measure: Measure): void {
  const { experiment, edit } = useLab.getState();
  edit(withJudging(experiment, { measure }));
}

export function UnequalClasses({ warning }: { readonly warning: string }) {
  return (
    <div className="unequal-classes" role="note">
      <p className="caption">{warning}</p>
      <LockedByWorkshop part="training" quiet>
        <div className="unequal-classes-offers">
          {OFFERED.map((measure) => (
            <button key={measure} type="button" className="quiet-button" onClick={() => compareBy(measure)}>
              Compare by {MEASURE_FORMS[measure].name}
            </button>
          ))}
        </div>
      </LockedByWorkshop>
    </div>
  );
}
