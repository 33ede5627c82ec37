/** @file The files of the cluster's package that the lab's own code writes, by their paths. */
import { ADAPTER_VECTORS, adapterVectors } from './adapterVectors';
import { ADDRESS_VECTORS, addressVectors } from './addressVectors';
import { LAB_DATA, labData } from './labData';
import { RACE_VECTORS, raceVectors } from './raceVectors';
import { SOURCE_VECTORS, sourceVectors } from './sourceVectors';

export const labFiles = (): ReadonlyMap<string, string> =>
  new Map([
    [LAB_DATA, labData()],
    [ADAPTER_VECTORS, adapterVectors()],
    [ADDRESS_VECTORS, addressVectors()],
    [RACE_VECTORS, raceVectors()],
    [SOURCE_VECTORS, sourceVectors()],
  ]);
