import { parseHTML } from 'linkedom';
import { expect, test, vi } from 'vitest';
import { isStrong, markTextLayer } from '../../../renderer/parts/pdf/markTextLayer.ts';

const passage = 'Guests may stay up to six weeks. Notice is three months.';

/** @returns the mark to be seen on a page that holds `text`. */
function mark(text: string, sentence: string | null): HTMLElement | null {
  const { document } = parseHTML('<html><body><div></div></body></html>');
  vi.stubGlobal('document', document);
  const divs = [...document.querySelectorAll('div')];
  return markTextLayer({ divs, texts: [text], passage, sentence });
}

// Catches a citation that opens the page where its passage begins, while its sentence stands on the next.
test('a passage is marked strongly only where its sentence is, or where none matters most', () => {
  const sentence = 'Notice is three months.';
  const before = mark('Guests may stay up to six weeks.', sentence);
  expect(before?.textContent).toContain('Guests');
  expect(before && isStrong(before)).toBe(false);
  const there = mark(sentence, sentence);
  expect(there?.textContent).toContain('Notice');
  expect(there && isStrong(there)).toBe(true);
  const whole = mark('Guests may stay up to six weeks.', null);
  expect(whole && isStrong(whole)).toBe(true);
  expect(mark('Something else entirely.', sentence)).toBeNull();
});
