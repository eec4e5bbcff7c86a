import { expect, test } from 'vitest';
import { createLinkOpener } from '../../../electron/desktop/openLink.ts';

interface Asked {
  readonly detail: string;
  answer(button: number): void;
}

function setUp() {
  const asked: Asked[] = [];
  const opened: string[] = [];
  const openLink = createLinkOpener({
    findWindow: () => 'the window',
    ask: (_window, { detail = '' }) =>
      new Promise((resolve) => {
        asked.push({ detail, answer: (response) => resolve({ response }) });
      }),
    openInBrowser: async (address) => void opened.push(address),
  });
  return { asked, opened, openLink };
}

test('shows the whole address before the browser gets it', async () => {
  const { asked, opened, openLink } = setUp();
  const done = openLink('https://example.org/page?q=1');
  expect(asked.map(({ detail }) => detail)).toEqual([
    expect.stringContaining('https://example.org/page?q=1'),
  ]);
  expect(opened).toEqual([]);
  asked[0]?.answer(0);
  await done;
  expect(opened).toEqual(['https://example.org/page?q=1']);
});

test('opens nothing when the person cancels', async () => {
  const { asked, opened, openLink } = setUp();
  const done = openLink('https://example.org/');
  asked[0]?.answer(1);
  await done;
  expect(opened).toEqual([]);
});

// Catches a page, or a model's answer, that starts programs or asks again and again.
test('asks nothing for other than https, and one question at a time', async () => {
  const { asked, openLink } = setUp();
  await openLink('file:///etc/passwd');
  await openLink('javascript:alert(1)');
  expect(asked).toEqual([]);
  const first = openLink('https://one.example/');
  await openLink('https://two.example/');
  expect(asked).toHaveLength(1);
  asked[0]?.answer(1);
  await first;
});
