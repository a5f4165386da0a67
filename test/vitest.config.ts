import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { name: 'test', testTimeout: 30_000 } });
