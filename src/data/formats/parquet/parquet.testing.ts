/** @file Tiny Parquet files for tests. */
import { parquetWriteBuffer } from 'hyparquet-writer';

type Column = Parameters<typeof parquetWriteBuffer>[0]['columnData'][number];

export interface ParquetOptions {
  readonly rowGroupSize?: number;
  /** Class names of the column `label`, as the datasets library writes them. */
  readonly classNames?: readonly string[];
}

export function parquetBytes(
  columnData: Column[],
  { rowGroupSize = 100, classNames }: ParquetOptions = {},
): Uint8Array<ArrayBuffer> {
  const features = { label: { names: classNames, _type: 'ClassLabel' } };
  return new Uint8Array(
    parquetWriteBuffer({
      columnData,
      rowGroupSize,
      kvMetadata: classNames
        ? [{ key: 'huggingface', value: JSON.stringify({ info: { features } }) }]
        : undefined,
    }),
  );
}
