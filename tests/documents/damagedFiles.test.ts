import { describe, expect, it } from 'vitest';
import { formats } from '../../shared/formats.ts';
import { runFuzz } from '../fuzz/runFuzz.ts';
import { seeds } from '../fuzz/seeds.ts';

/** The full size is `npm run fuzz:documents`. */
const variantsPerFormat = 80;

describe('damaged files', () => {
  it('are made of every format', () => {
    expect(Object.keys(formats).filter((format) => !Object.hasOwn(seeds, format))).toEqual([]);
  });

  // A crash, a hang, a document without text or an error outside the contract, whatever is wrong with the file.
  it.each(Object.keys(seeds))(
    'of format %s give a document or a reason',
    async (format) => {
      const { outcomes, failures } = await runFuzz({ format, first: 0, count: variantsPerFormat });
      expect(failures).toEqual([]);
      expect(Object.values(outcomes).reduce((sum, times) => sum + times, 0)).toBe(variantsPerFormat);
      // Damage so bad that no text survives would test nothing but the first check.
      expect(outcomes.read ?? 0).toBeGreaterThan(0);
    },
    240_000,
  );
});
