/** @file What docs/ says of results files, made from their schema: the tables of a page, and a JSON Schema. */
import { toJsonSchema } from '@valibot/to-json-schema';
import { format } from 'prettier';
import type { GenericSchema } from 'valibot';
import {
  DataChoiceSchema,
  ExperimentSchema,
  JudgingSchema,
  ScenarioSchema,
} from '../../src/experiment/experimentJson';
import { DataFactsSchema, LeftOutSchema, ReadingSchema } from '../../src/results/dataFacts';
import { FinalTestSchema, TestedTrialSchema } from '../../src/results/finalTest';
import { PredictionSchema } from '../../src/results/prediction';
import {
  CompanySchema,
  EnvironmentSchema,
  EvaluationSchema,
  MemorySchema,
  ResultsSchema,
  TrialSchema,
} from '../../src/results/results';
import { schemaTable } from './schemaTables';

export const PAGE = 'docs/results-schema.md';
export const JSON_SCHEMA = 'docs/results.schema.json';

/** Tables by the name in the page's marks. */
const TABLES: Readonly<Record<string, GenericSchema>> = {
  file: ResultsSchema,
  data: DataFactsSchema,
  leftOut: LeftOutSchema,
  reading: ReadingSchema,
  trial: TrialSchema,
  evaluation: EvaluationSchema,
  memory: MemorySchema,
  company: CompanySchema,
  environment: EnvironmentSchema,
  prediction: PredictionSchema,
  finalTest: FinalTestSchema,
  testedTrial: TestedTrialSchema,
  experiment: ExperimentSchema,
  dataChoice: DataChoiceSchema,
  scenario: ScenarioSchema,
  judging: JudgingSchema,
};

/** A mark of its own line, and the table under it as far as there is one. */
const MARK = /^<!-- fields of: (\w+) -->\n(?:\|.*\n)*/gm;

/**
 * The page with every table as the schema has it now.
 * @throws Error for a mark without a schema, and for a schema without a mark
 */
export function resultsPage(page: string): string {
  const left = new Set(Object.keys(TABLES));
  const text = page.replace(MARK, (_, name: string) => {
    const schema = TABLES[name];
    if (!schema) throw new Error(`${PAGE} has a mark for ${name}, which is no part of the schema.`);
    left.delete(name);
    return `<!-- fields of: ${name} -->\n${schemaTable(schema)}\n`;
  });
  if (left.size > 0) throw new Error(`${PAGE} has no mark for ${[...left].join(', ')}.`);
  return text;
}

/** The text of a JSON Schema for editors and other programs. What two fields have to do with each other is not in it. */
export function resultsJsonSchema(): Promise<string> {
  const schema = toJsonSchema(ResultsSchema, {
    typeMode: 'output',
    overrideAction: ({ valibotAction: { type }, jsonSchema }) =>
      type === 'check' || type === 'transform' || type === 'finite' ? jsonSchema : null,
  });
  return format(JSON.stringify(schema), { parser: 'json', printWidth: 110 });
}
