import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Engine and document tests start real processes; a slow machine must not fail them.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Its import of Electron must meet the stand-in of a test.
    server: { deps: { inline: ['electron-store'] } },
    reporters: ['default', ['json', { outputFile: 'test-results/vitest.json' }]],
    projects: [
      {
        extends: true,
        test: {
          name: 'host',
          include: ['tests/{boundaries,contract,documents,packaging,unit}/**/*.test.{ts,tsx}'],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'engine',
          include: ['tests/{cli,engine}/**/*.test.{ts,tsx}'],
          // Engines that share the cores starve each other.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
