import { createHash } from 'node:crypto';
import { contentSecurityPolicy } from './securityHeaders.ts';

/** The colours of `renderer/ui/tokens.css`, whose file only those who are signed in may have. */
const style = `
:root { color-scheme: light dark; }
body {
  display: grid; place-content: center; min-height: 100vh; margin: 0; padding: 24px; box-sizing: border-box;
  background: light-dark(#faf9f6, #181714); color: light-dark(#1f1e1b, #efece5);
  font: 15px/1.5 Inter, system-ui, sans-serif;
}
main { max-width: 440px; }
h1 { margin: 0 0 8px; font-size: 19px; font-weight: 600; }
p { margin: 0; color: light-dark(#5d5a53, #b3aea3); }
code { padding: 1px 5px; border-radius: 5px; background: light-dark(#f2f0eb, #141310); }
`;

/** What a browser window sees that is not signed in. */
export const signInPage = {
  body: `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sotto</title>
<style>${style}</style></head>
<body>
<main>
<h1>Open Sotto from its link</h1>
<p>This window is not signed in. Open the link that Sotto printed in the terminal. Each link works once;
run <code>sotto serve</code> again for a new one.</p>
</main>
</body>
</html>
`,
  headers: {
    'Content-Security-Policy': contentSecurityPolicy.replace(
      "style-src 'self'",
      `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    ),
  },
} as const;
