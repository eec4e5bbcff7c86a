import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { isOpenable } from '../../../renderer/ui/ExternalLink.tsx';
import { Markdown } from '../../../renderer/ui/Markdown.tsx';
import { splitMarkdown } from '../../../renderer/ui/splitMarkdown.ts';

function html(text: string, references = 0): string {
  return renderToStaticMarkup(
    <Markdown
      text={text}
      references={references}
      renderReference={({ n, claim }) => <i title={claim}>{n}</i>}
    />,
  );
}

describe('Markdown of a model', () => {
  test('raw HTML stays text', () => {
    const shown = html('<script>alert(1)</script>\n\n<img src=x onerror=alert(1)> and <b>bold</b>');
    expect(shown).not.toMatch(/<(script|img|b)\b/);
    expect(shown).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  test('a picture is never fetched', () => {
    const shown = html('![chart](https://example.org/track.png)');
    expect(shown).not.toContain('<img');
    expect(shown).toContain('Picture: chart (not loaded)');
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', '//example.org', '#/settings'])(
    'the address %s is no link',
    (address) => {
      expect(isOpenable(address)).toBe(false);
      expect(html(`[here](${address})`)).not.toContain('href');
    },
  );

  test('no attribute of a tree that was made up runs code', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'<>"\'[]()!`*# \n:/=', 'on', 'src', 'javascript:', 'a') }),
        (text) => {
          expect(html(text)).not.toMatch(
            /<(script|iframe|object|style|img|link|meta|form)\b|\son\w+="|="javascript:/i,
          );
        },
      ),
    );
  });

  test('code is labelled with its language and kept as it is', () => {
    const shown = html('```ts\nconst a = "<b>";\n```');
    expect(shown).toContain('<span>ts</span>');
    expect(shown).toContain('<code>const a = &quot;&lt;b&gt;&quot;;</code>');
  });
});

describe('references', () => {
  test('become marks that know the sentence they support', () => {
    expect(html('First one. The fee is a month [2].', 3)).toBe(
      '<div class="markdown"><p>First one. The fee is a <span class="markdown-together">month\u00A0<i title="The fee is a month">2</i>.</span></p></div>',
    );
  });

  test('in one pair of brackets or side by side become one mark each', () => {
    expect(html('So it is [1, 3][2]', 3).match(/<i [^>]*>\d<\/i>/g)).toEqual([
      '<i title="So it is">1</i>',
      '<i title="So it is">3</i>',
      '<i title="So it is">2</i>',
    ]);
  });

  test('to a passage that was not given stay plain text', () => {
    expect(html('Array[0] and [4]', 3)).toBe('<div class="markdown"><p>Array[0] and [4]</p></div>');
  });

  test('in code stay code', () => {
    expect(html('`list[1]`', 3)).toBe('<div class="markdown"><p><code>list[1]</code></p></div>');
  });
});

describe('cutting a growing answer', () => {
  test('loses nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '`', '~', ' ', '-', '1', '.') }), (text) => {
        expect(splitMarkdown(text).join('')).toBe(text);
      }),
    );
  });

  test('leaves a fence with blank lines in it whole', () => {
    const fence = '```\na\n\nb\n```\n';
    expect(splitMarkdown(`Text.\n\n${fence}\nMore.`)).toEqual(['Text.\n\n', `${fence}\n`, 'More.']);
  });

  test('leaves a numbered list whole, so that it does not start again at one', () => {
    expect(splitMarkdown('1. a\n\n2. b\n\nEnd')).toEqual(['1. a\n\n2. b\n\n', 'End']);
  });
});
