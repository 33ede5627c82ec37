/** @file How a kernel is declared, and the WGSL that is put around its body. */

export type StorageType = 'f32' | 'vec4f' | 'vec2f' | 'i32' | 'u32' | 'vec2u' | 'vec4u';

export interface KernelSource {
  /** Read-only storage arrays by the name that the body uses, with their element type. */
  readonly inputs: Readonly<Record<string, StorageType>>;
  /** Storage arrays that the body writes and may read. */
  readonly outputs: Readonly<Record<string, StorageType>>;
  /** Fields of `p` in the body. */
  readonly uniforms: Readonly<Record<string, 'u32' | 'f32'>>;
  readonly workgroup: readonly [x: number, y: number];
  /** Declarations before `main`. */
  readonly functions?: string;
  /** Whether the body uses subgroup or quad operations. All threads of a quad must then take the same branches. */
  readonly subgroups?: boolean;
  /** Whether the body computes with half floats, which needs the feature `shader-f16`. */
  readonly halfFloats?: boolean;
  /** Whether the body multiplies on the matrix units. In scope is `subgroup` then, the subgroup's number in its workgroup. */
  readonly matrixUnits?: boolean;
  /** Storage arrays that hold half floats, see `halves.ts`. */
  readonly halves?: readonly string[];
  /** Whether the kernel computes the trials of a company, see `lift.ts`. */
  readonly trials?: boolean;
  /**
   * The body of `main`. In scope are `id` (the global invocation id), `lane` (the invocation's number in its workgroup),
   * `unit` (the workgroup's number), and `index` (the invocation's number in a one-dimensional dispatch, even if it
   * had to be folded into two dimensions).
   */
  readonly body: string;
}

/** What changes from step to step: the fields of `now` in the body, which `Runner.writeStep` sets. */
const STEP = 'struct Step { stepSize: f32, decay: f32, rootCorrection2: f32, dropoutKey: u32 }';
/** The bytes of a step's scalars, and of those of a trial in a company, as uniform arrays lie. */
export const STEP_BYTES = 16;
export const TRIAL_STEP_BYTES = 32;

/** The trials' steps, and the trial that an invocation computes. */
const TRIAL_STEPS = `struct Step {
  stepSize: f32, decay: f32, rootCorrection2: f32, dropoutKey: u32, sequence: u32, spare0: u32, spare1: u32, spare2: u32,
}
var<private> trial: u32;`;

/** The most trials of a company. */
export const MOST_TRIALS = 64;

/** The whole WGSL of a kernel. Bindings are numbered: inputs and outputs in their order, the uniforms, the step. */
export function wgsl(source: KernelSource): string {
  const { inputs, outputs, uniforms, workgroup, functions = '', matrixUnits, trials, body } = source;
  const storage = [
    ...Object.entries(inputs).map(([name, type]) => `var<storage, read> ${name}: array<${type}>;`),
    ...Object.entries(outputs).map(([name, type]) => `var<storage, read_write> ${name}: array<${type}>;`),
  ];
  const fields = Object.entries(uniforms).map(([name, type]) => `${name}: ${type},`);
  const [x, y] = workgroup;
  return `${directives(source)}
struct Uniforms { ${fields.join(' ')} }
${trials ? TRIAL_STEPS : STEP}
${storage.map((declaration, binding) => `@group(0) @binding(${binding}) ${declaration}`).join('\n')}
@group(0) @binding(${storage.length}) var<uniform> p: Uniforms;
@group(0) @binding(${storage.length + 1}) var<uniform> ${trials ? `steps: array<Step, ${MOST_TRIALS}>` : 'now: Step'};
${functions}
@compute @workgroup_size(${x}, ${y}) fn main(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) lane: u32,${matrixUnits ? '\n  @builtin(subgroup_id) subgroup: u32,' : ''}
) {
  let unit = workgroup.x + workgroup.y * workgroups.x;
  let index = unit * ${x * y}u + lane;
${trials ? '  trial = workgroup.z;\n' : ''}${body}
}`;
}

function directives({ subgroups, halfFloats, matrixUnits }: KernelSource): string {
  return [
    halfFloats ? 'enable f16;' : '',
    matrixUnits ? 'enable subgroups;\nenable chromium_experimental_subgroup_matrix;' : '',
    // Only whole quads return early, but the uniformity analysis cannot see that.
    subgroups ? 'enable subgroups;\ndiagnostic(off, subgroup_uniformity);' : '',
  ]
    .filter(Boolean)
    .join('\n');
}

/** WebGPU's default limit of workgroups in one dimension. */
const MAX_WORKGROUPS = 65535;

/** Numbers of workgroups in x and y for this many threads, or for these numbers of threads in x and y. */
export function workgroupsOf(
  threads: number | readonly [number, number],
  [x, y]: readonly [number, number],
): [number, number] {
  if (typeof threads !== 'number') return [Math.ceil(threads[0] / x), Math.ceil(threads[1] / y)];
  const count = Math.ceil(threads / (x * y));
  const rows = Math.ceil(count / MAX_WORKGROUPS); // a long dispatch is folded; `index` unfolds it
  return [Math.ceil(count / rows), rows];
}

/** Writes out code for 0 .. count - 1. Arrays indexed by a loop variable would not stay in registers. */
export function unroll(count: number, code: (i: number) => string, separator = '\n'): string {
  return Array.from({ length: count }, (_, i) => code(i)).join(separator);
}

/**
 * WGSL of a kernel that works on one row per thread or, where barriers are cheap, on one row per workgroup. In that case
 * its threads, called lanes here, each take every lanes-th element of the row.
 */
export interface RowShare {
  readonly workgroup: readonly [number, number];
  /** The number of the thread's row. It is uniform in the workgroup if lanes share the row. */
  readonly row: string;
  /** This thread's first element, and the distance to its next. */
  readonly start: string;
  readonly stride: string;
  /** Declares `rowSum(value: vec4f, lane: u32) -> vec4f`, the sum over the row's lanes. */
  readonly functions: string;
  /** The number of threads to dispatch for this many rows. */
  threads(rows: number): number;
}

/** @param lanes threads that share a row: 1, or a power of two */
export function rowShare(lanes: number): RowShare {
  if (lanes === 1)
    return {
      workgroup: [32, 1],
      row: 'index',
      start: '0u',
      stride: '1u',
      functions: 'fn rowSum(value: vec4f, lane: u32) -> vec4f { return value; }',
      threads: (rows) => rows,
    };
  return {
    workgroup: [lanes, 1],
    row: 'unit',
    start: 'lane',
    stride: `${lanes}u`,
    functions: `
var<workgroup> shares: array<vec4f, ${lanes}>;
fn rowSum(value: vec4f, lane: u32) -> vec4f {
  shares[lane] = value;
  workgroupBarrier();
  for (var half = ${lanes / 2}u; half > 0u; half >>= 1u) {
    if (lane < half) { shares[lane] += shares[lane + half]; }
    workgroupBarrier();
  }
  let sum = shares[0];
  workgroupBarrier(); // before the next sum overwrites it
  return sum;
}`,
    threads: (rows) => rows * lanes,
  };
}
