import { expect, test } from 'vitest';
import { createFakeEngine } from '../../support/fakeEngine.ts';
import { chatWith, leaseId } from './testChat.ts';

// Catches a chat that ignores what the model needs, or what the person chose instead.
test.each([
  { scope: null, settings: {}, used: { temperature: 0.6 } },
  { scope: null, settings: { temperature: 1.2 }, used: { temperature: 1.2 } },
  { scope: { documentIds: [leaseId] }, settings: {}, used: { temperature: 0.3 } },
  { scope: { documentIds: [leaseId] }, settings: { temperature: 0.1 }, used: { temperature: 0.1 } },
  {
    scope: null,
    settings: { topK: 5, topP: 0.5, minP: 0.1, repeatPenalty: 1.3, seed: 7 },
    used: { temperature: 0.6, topK: 5, topP: 0.5, minP: 0.1, repeatPenalty: 1.3, seed: 7 },
  },
  { scope: null, settings: { repeatPenalty: 1 }, used: { temperature: 0.6, repeatPenalty: null } },
])('with $scope and $settings an answer is written with $used', async ({ scope, settings, used }) => {
  const fake = createFakeEngine({ answer: () => ['ok'] });
  const { chat, turn } = chatWith(fake, { settings });
  const { id } = chat.create(scope);
  await turn(id, { kind: 'send', text: 'How long?' });
  expect(fake.asked[0]?.sampling).toEqual({ topK: 20, repeatPenalty: null, ...used });
});
