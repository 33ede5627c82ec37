/** @file Caches what kernels run with: pipelines, uniform buffers and bind groups. */
import { wgsl, type KernelSource } from './kernel';

/** With more bind groups than this, all are dropped. A step of 12 layers with LoRA everywhere needs about 600. */
const BIND_GROUPS_KEPT = 8192;

/** A compiled kernel. */
export interface Kernel {
  readonly source: KernelSource;
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
  /** The names of its storage arrays, in the order of their bindings. */
  readonly names: readonly string[];
  readonly bindGroups: Map<string, GPUBindGroup>;
}

type Uncompiled = Omit<Kernel, 'pipeline'>;

export class KernelCache {
  private readonly kernels = new Map<string, Kernel>();
  private readonly uniforms = new Map<string, GPUBuffer>();
  private readonly bufferIds = new WeakMap<GPUBuffer, number>();
  private nextBufferId = 0;
  private bindGroupCount = 0;

  /** @param step the buffer of `now`, which every kernel binds; those of companies bind `trialSteps` */
  constructor(
    private readonly device: GPUDevice,
    private readonly step: GPUBuffer,
    private readonly trialSteps: GPUBuffer,
  ) {}

  /** The number of kernels compiled so far. */
  get size(): number {
    return this.kernels.size;
  }

  has(name: string): boolean {
    return this.kernels.has(name);
  }

  /** The kernel of this name, compiled synchronously if it is not there yet. */
  get(name: string, source: () => KernelSource): Kernel {
    const known = this.kernels.get(name);
    if (known) return known;
    const { kernel, descriptor } = this.describe(name, source());
    const compiled = { ...kernel, pipeline: this.device.createComputePipeline(descriptor) };
    this.kernels.set(name, compiled);
    return compiled;
  }

  /** Compiles a kernel, alongside others. @throws Error with the compiler's message, or else the pipeline's */
  async compile(name: string, source: () => KernelSource): Promise<void> {
    const { kernel, descriptor } = this.describe(name, source());
    try {
      const pipeline = await this.device.createComputePipelineAsync(descriptor);
      this.kernels.set(name, { ...kernel, pipeline });
    } catch (error) {
      const { messages } = await descriptor.compute.module.getCompilationInfo();
      const wrong = messages.find(({ type }) => type === 'error');
      throw wrong ? new Error(`${wrong.message} (line ${wrong.lineNum})`) : error;
    }
  }

  /**
   * Compiles kernels, several at a time if the browser can.
   * @param failure what to throw for a kernel that does not compile
   * @param onCompiled gets how many of how many are compiled; it may throw to stop
   */
  async compileAll(
    kernels: readonly (readonly [name: string, source: () => KernelSource])[],
    failure: (name: string, error: unknown) => Error,
    onCompiled: (done: number, total: number) => void,
  ): Promise<void> {
    let [done, failed] = [0, false];
    onCompiled(done, kernels.length);
    await Promise.all(
      kernels.map(async ([name, source]) => {
        await this.compile(name, source).catch((error: unknown) => {
          failed = true;
          throw failure(name, error);
        });
        if (!failed) onCompiled(++done, kernels.length);
      }),
    );
  }

  /** The bind group of these buffers and uniform values. @throws Error if a uniform has no value */
  bindGroup(
    name: string,
    kernel: Kernel,
    bindings: readonly GPUBufferBinding[],
    values: Readonly<Record<string, number>>,
  ): GPUBindGroup {
    let key = '';
    for (const { buffer, offset, size } of bindings) key += `${this.idOf(buffer)}:${offset ?? 0}:${size} `;
    for (const field of Object.keys(kernel.source.uniforms)) {
      const value = values[field];
      if (value === undefined) throw new Error(`Kernel ${name} has no value for ${field}.`);
      key += `${value} `;
    }
    return kernel.bindGroups.get(key) ?? this.makeBindGroup(kernel, key, bindings, values);
  }

  /** Drops all bind groups, and with them the references to buffers that were destroyed. */
  dropBindGroups(): void {
    for (const { bindGroups } of this.kernels.values()) bindGroups.clear();
    this.bindGroupCount = 0;
  }

  /** Drops everything: kernels compile again, and uniforms get new buffers. Encoded work must have been submitted. */
  clear(): void {
    for (const buffer of this.uniforms.values()) buffer.destroy();
    this.uniforms.clear();
    this.kernels.clear();
    this.bindGroupCount = 0;
  }

  private idOf(buffer: GPUBuffer): number {
    let id = this.bufferIds.get(buffer);
    if (id === undefined) this.bufferIds.set(buffer, (id = this.nextBufferId++));
    return id;
  }

  private describe(
    name: string,
    source: KernelSource,
  ): { kernel: Uncompiled; descriptor: GPUComputePipelineDescriptor } {
    const { device } = this;
    const names = [...Object.keys(source.inputs), ...Object.keys(source.outputs)];
    const inputs = Object.keys(source.inputs).length;
    const types = names.map((_, i): GPUBufferBindingType => (i < inputs ? 'read-only-storage' : 'storage'));
    const layout = device.createBindGroupLayout({
      label: name,
      entries: [...types, 'uniform' as const, 'uniform' as const].map((type, binding) => ({
        binding,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type },
      })),
    });
    const descriptor = {
      label: name,
      layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module: device.createShaderModule({ label: name, code: wgsl(source) }) },
    };
    return { kernel: { source, layout, names, bindGroups: new Map<string, GPUBindGroup>() }, descriptor };
  }

  private makeBindGroup(
    kernel: Kernel,
    key: string,
    bindings: readonly GPUBufferBinding[],
    values: Readonly<Record<string, number>>,
  ): GPUBindGroup {
    if (this.bindGroupCount >= BIND_GROUPS_KEPT) this.dropBindGroups();
    const resources = [
      ...bindings,
      { buffer: this.uniformBuffer(kernel.source, values) },
      { buffer: kernel.source.trials ? this.trialSteps : this.step },
    ];
    const group = this.device.createBindGroup({
      layout: kernel.layout,
      entries: resources.map((resource, binding) => ({ binding, resource })),
    });
    kernel.bindGroups.set(key, group);
    this.bindGroupCount++;
    return group;
  }

  /** The uniform buffer of these values. Each set of values gets one small buffer, which is never written again. */
  private uniformBuffer(source: KernelSource, values: Readonly<Record<string, number>>): GPUBuffer {
    const fields = Object.entries(source.uniforms);
    const key = fields.map(([field, type]) => `${type}${values[field]}`).join();
    const known = this.uniforms.get(key);
    if (known) return known;
    const size = Math.max(16, Math.ceil(fields.length / 4) * 16);
    const buffer = this.device.createBuffer({ size, usage: GPUBufferUsage.UNIFORM, mappedAtCreation: true });
    const view = new DataView(buffer.getMappedRange());
    for (const [i, [field, type]] of fields.entries()) {
      const value = values[field];
      if (value === undefined) throw new Error(`The uniform ${field} has no value.`);
      if (type === 'f32') view.setFloat32(i * 4, value, true);
      else view.setUint32(i * 4, value, true);
    }
    buffer.unmap();
    this.uniforms.set(key, buffer);
    return buffer;
  }
}
