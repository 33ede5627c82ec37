/** @file Saves the report of the lab's experiment as a download. */
import { gapsOf } from '../../../src/figures/curves/gaps';
import { finishedTraces } from '../../../src/figures/curves/traces';
import { lessonById } from '../../../src/lessons';
import { writeReport } from '../../../src/report/report';
import { useLab } from '../../store/lab';
import { testKey } from '../../store/results/finalTestSlice';
import { shownExperiment } from '../../store/results/shownResults';
import { experimentLink } from '../../store/effects/urlSync';
import { downloadFile } from '../../ui/download';
import { fileName } from './fileName';
import { shownExperimentResults } from './shown';

/** @returns the file's name */
export function saveReport(): string {
  const { slots, ...page } = shownExperimentResults();
  const lab = useLab.getState();
  const experiment = shownExperiment(lab);
  const date = new Date();
  const report = writeReport({
    ...page,
    experiment,
    records: slots.flatMap(({ record }) => record ?? []),
    traces: { loss: finishedTraces(slots, 'loss'), accuracy: finishedTraces(slots, 'accuracy') },
    gaps: gapsOf(slots),
    panels: lessonById(lab.lesson)?.panels,
    finalTest: lab.shared ? null : (lab.finalTests[testKey(experiment, lab)] ?? null),
    link: experimentLink(),
    date,
  });
  const name = fileName('report', page.of, date, 'html');
  downloadFile(name, new Blob([report], { type: 'text/html;charset=utf-8' }));
  return name;
}
