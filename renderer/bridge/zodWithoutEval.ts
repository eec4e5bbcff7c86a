import { z } from 'zod';

// Imported before any schema is made: zod otherwise tries `new Function`, which the Content-Security-Policy
// refuses and the browser reports as a violation.
z.config({ jitless: true });
