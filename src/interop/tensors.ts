/** @file Looking tensors up by name, and the two extents of a matrix. */

/** @throws Error naming the tensor that is not there */
export function byName<T>(tensors: ReadonlyMap<string, T>, name: string): T {
  const tensor = tensors.get(name);
  if (tensor === undefined) throw new Error(`There is no tensor ${name}.`);
  return tensor;
}

/** @throws Error if the tensor has no two axes */
export function matrixExtents({ shape }: { readonly shape: readonly number[] }): {
  readonly rows: number;
  readonly columns: number;
} {
  const [rows, columns] = shape;
  if (rows === undefined || columns === undefined)
    throw new Error(`A tensor of shape [${shape.join(', ')}] is no matrix.`);
  return { rows, columns };
}
