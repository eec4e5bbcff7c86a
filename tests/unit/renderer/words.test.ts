import { describe, expect, test } from 'vitest';
import { errorWords } from '../../../renderer/words/errors.ts';
import { formatBytes, formatRemaining, formatSeconds } from '../../../renderer/words/formats.ts';

describe('the words of an error', () => {
  test('name what failed and the next step', () => {
    expect(errorWords({ code: 'documents.scanned', fileName: 'scan.pdf', pages: 3 })).toEqual({
      what: 'scan.pdf is a scan, and the words on its 3 pages could not be recognised.',
      next: 'Add it again when the computer is less busy, or scan it smaller.',
    });
  });

  test('are those of the domain, wherever the error comes through', () => {
    expect(errorWords({ code: 'notAllowed' }).what).toBe('This window may not use Sotto’s host.');
    expect(errorWords({ code: 'files.badName' }).what).toBe('The file’s name cannot be used.');
    expect(errorWords({ code: 'files.expired' }).what).toBe('The permission to read this file has run out.');
    expect(errorWords({ code: 'chat.busy' }).what).toBe('An answer is still being written in this chat.');
    expect(errorWords({ code: 'code.nothingToApply' }).what).toBe('No change is chosen.');
    expect(errorWords({ code: 'documents.notFound' }).what).toBe(
      'This document is no longer in the library.',
    );
  });

  test('leave out memory figures that are not known', () => {
    expect(errorWords({ code: 'engine.outOfMemory', neededBytes: null, availableBytes: null }).what).toBe(
      'The model does not fit in memory.',
    );
    expect(errorWords({ code: 'engine.outOfMemory', neededBytes: 4.7e9, availableBytes: 2.1e9 }).what).toBe(
      'The model does not fit in memory: it needs 4.7 GB, and 2.1 GB are free.',
    );
  });
});

test.each([
  [null, null],
  [4_000, 'a few seconds left'],
  [31_000, 'about 40 s left'],
  [62_000, 'about 1 min left'],
  [3 * 3_600_000, 'about 3 h left'],
])('%s ms are told as "%s"', (remainingMs, words) => {
  expect(formatRemaining(remainingMs)).toBe(words);
});

test('sizes and times carry their units', () => {
  expect([formatBytes(900), formatBytes(412_000), formatBytes(2_019_377_696)]).toEqual([
    '900 bytes',
    '412 kB',
    '2.0 GB',
  ]);
  expect([formatSeconds(40), formatSeconds(412), formatSeconds(61_000)]).toEqual([
    '40 ms',
    '0.4 s',
    '1 min 1 s',
  ]);
});
