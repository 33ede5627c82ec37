import { expect, it } from 'vitest';
import { interpreterOf, splitLock } from './python.mjs';

const LOCK = `# Exact versions.
attrs==26.1.0 \\
    --hash=sha256:aa
cuda-bindings==13.5.0 ; sys_platform == 'linux' \\
    --hash=sha256:bb
nvidia-nccl-cu13==2.30.7 ; sys_platform == 'linux' \\
    --hash=sha256:cc \\
    --hash=sha256:dd
torch==2.15.0 ; python_full_version >= '3.11' \\
    --hash=sha256:ee
triton==3.9.0 ; sys_platform == 'linux' \\
    --hash=sha256:ff
`;

it('splits a lock into NVIDIA’s libraries and the rest, with their hashes, without what only computes on a GPU', () => {
  expect(splitLock(LOCK)).toEqual([
    `attrs==26.1.0 \\
    --hash=sha256:aa
torch==2.15.0 ; python_full_version >= '3.11' \\
    --hash=sha256:ee
`,
    `nvidia-nccl-cu13==2.30.7 ; sys_platform == 'linux' \\
    --hash=sha256:cc \\
    --hash=sha256:dd
`,
  ]);
});

it('keeps modules compiled in the environment, even where the person’s own programs compile them each time', () => {
  const { python, env } = interpreterOf('/cache/python-1');
  expect(python).toMatch(/python(\.exe)?$/);
  expect(env.PYTHONDONTWRITEBYTECODE).toBe('');
  expect(env.PYTHONPYCACHEPREFIX).toMatch(/^.cache.python-1.compiled$/);
});
