import { expect, test } from 'vitest';
import { createFakeEngine } from '../../support/fakeEngine.ts';
import { chatWith, leaseId } from './testChat.ts';

// Catches a chat that ignores what the model needs, or what the person chose instead.
test.each([
  { documentIds: [], temperature: undefined, used: 0.6 },
  { documentIds: [], temperature: 1.2, used: 1.2 },
  { documentIds: [leaseId], temperature: undefined, used: 0.3 },
  { documentIds: [leaseId], temperature: 0.1, used: 0.1 },
])('with $documentIds and a setting of $temperature the temperature is $used', async (given) => {
  const fake = createFakeEngine({ answer: () => ['ok'] });
  const { chat, turn } = chatWith(fake, given.temperature === undefined ? {} : given);
  const { id } = chat.create(given.documentIds);
  await turn(id, { kind: 'send', text: 'How long?' });
  expect(fake.asked[0]?.sampling).toEqual({ temperature: given.used, topK: 20, repeatPenalty: null });
});
