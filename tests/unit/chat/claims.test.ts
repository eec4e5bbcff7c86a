import { expect, test } from 'vitest';
import { claimsOf } from '../../../electron/chat/verify/claims.ts';
import { cutSentences } from '../../../electron/documents/sentences.ts';

const claims = (answer: string) =>
  claimsOf(answer, { passages: 3, cutSentences }).map((claim) => ({
    source: answer.slice(claim.start, claim.end),
    text: claim.text,
    cites: claim.numbers,
    unknown: claim.unknownNumbers,
  }));

// Catches marks that stand at the wrong sentence, whichever side of the full stop models put their citations on.
test('each sentence keeps its own citations, before or after the full stop', () => {
  expect(
    claims('Notice is three months [2]. The deposit is two rents.[1] It comes back in May. [3]'),
  ).toEqual([
    { source: 'Notice is three months [2].', text: 'Notice is three months.', cites: [2], unknown: [] },
    { source: 'The deposit is two rents.[1]', text: 'The deposit is two rents.', cites: [1], unknown: [] },
    { source: 'It comes back in May. [3]', text: 'It comes back in May.', cites: [3], unknown: [] },
  ]);
});

test('lists, quotations and rows of tables are sentences of their own; headings, code and questions are none', () => {
  const answer = `# What the lease says

Here is what it says:

- **Notice**: three months [1]
2. Two rents as a deposit [2, 9]

| Item | Amount |
|---|---|
| Rent | 900 euros [3] |

\`\`\`js
list[1]
\`\`\`

Shall I go on with the rest?`;
  expect(claims(answer)).toEqual([
    { source: '**Notice**: three months [1]', text: 'Notice: three months', cites: [1], unknown: [] },
    { source: 'Two rents as a deposit [2, 9]', text: 'Two rents as a deposit', cites: [2], unknown: [9] },
    { source: '| Rent | 900 euros [3] |', text: 'Rent 900 euros', cites: [3], unknown: [] },
  ]);
});
