import { defineConfig } from 'vitest/config';

// The validation that every synth of the CDK runs takes seconds; the one test that is about it switches it on.
export default defineConfig({ test: { name: 'stacksets', env: { CDK_VALIDATION: 'false' } } });
