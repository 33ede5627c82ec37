/** @file The report into the browser's downloads. */
import { writeReport } from '../../../src/report/report';
import { experimentLink } from '../../store/urlSync';
import { downloadFile } from '../download';
import { fileName } from './fileName';
import { shown } from './shown';
import { recordTraces } from './traces';

export function saveReport(): string {
  const { view, ...page } = shown();
  const { experiment, slots } = view;
  const date = new Date();
  const report = writeReport({
    ...page,
    experiment,
    records: slots.flatMap(({ record }) => record ?? []),
    traces: { loss: recordTraces(slots, 'loss'), accuracy: recordTraces(slots, 'accuracy') },
    link: experimentLink(),
    date,
  });
  const name = fileName('report', experiment.model, date, 'html');
  downloadFile(name, new Blob([report], { type: 'text/html;charset=utf-8' }));
  return name;
}
