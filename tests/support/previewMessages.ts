import type { Message } from '../../shared/contract/chat.ts';
import type { Statistics } from '../../shared/contract/models.ts';
import { conversationIdSchema, messageIdSchema } from '../../shared/ids.ts';
import { model, passages } from './previewContents.ts';

const now = new Date().toISOString();
const conversationId = (text: string) => conversationIdSchema.parse(text);
const messageId = (text: string) => messageIdSchema.parse(text);

export const statistics: Statistics = {
  promptTokens: 3072,
  reusedTokens: 1204,
  generatedTokens: 96,
  timeToFirstTokenMs: 412,
  tokensPerSecond: 24.3,
  elapsedMs: 5000,
};

const plainMessage: Message = {
  id: messageId('m'),
  conversationId: conversationId('chat-1'),
  parentId: null,
  role: 'user',
  text: '',
  thoughts: null,
  listing: null,
  state: 'finished',
  grounding: null,
  citations: [],
  checks: null,
  notFoundBy: null,
  way: 'usual',
  modelName: null,
  stopReason: null,
  statistics: null,
  leftOutMessages: 0,
  error: null,
  versionIds: [],
  createdAt: now,
};

export const messages: Message[] = [
  {
    ...plainMessage,
    id: messageId('q1'),
    text: 'How much notice do I have to give, and does the deposit come back in full?',
    versionIds: [messageId('q1')],
  },
  {
    ...plainMessage,
    id: messageId('a1'),
    parentId: messageId('q1'),
    role: 'assistant',
    text: 'You must give **three months’ notice in writing**, to the end of a calendar month [1]. If you leave within the first year, the landlord may keep one month’s rent as a fee [2].\n\nThe deposit is returned **within six weeks** after handover, less the cost of damage beyond normal wear [3]. The lease does not say who pays for repainting.',
    grounding: {
      mode: 'wholeDocument',
      query: null,
      passages: passages.map((one) => ({ ...one, matchedWords: [] })),
    },
    citations: passages.map((one, index) => ({ n: index + 1, passage: one })),
    modelName: model.name,
    stopReason: 'endOfAnswer',
    statistics,
    versionIds: [messageId('a0'), messageId('a1')],
  },
];

export const longAnswer = `Here is a short list for **four days in Porto** in late spring.

1. A light rain jacket; showers come in from the sea
2. Shoes with grip, since the old town is steep and paved with \`calçada\`
3. A jumper for the evenings

| Day | Weather | Bring |
|---|---|---|
| Thursday | 18 °C, showers | jacket |
| Friday | 22 °C, sun | hat |

A small script counts what is still missing:

\`\`\`typescript
const missing = list.filter((thing) => !packed.has(thing));
console.log(missing.length === 0 ? 'Ready' : missing.join(', '));
\`\`\`

More is on [the city's page](https://visitporto.travel). ![a bridge](https://example.org/bridge.png)`;

export const chatMessages: Message[] = [
  {
    ...plainMessage,
    id: messageId('q2'),
    conversationId: conversationId('chat-2'),
    text: 'What should I pack for four days in Porto?',
    versionIds: [messageId('q2')],
  },
  {
    ...plainMessage,
    id: messageId('a2'),
    conversationId: conversationId('chat-2'),
    parentId: messageId('q2'),
    role: 'assistant',
    text: longAnswer,
    thoughts: {
      text: 'Four days in Porto in spring: mild, some rain, hills. One bag is enough.\n\nThe person asks for a list, so group it.',
      elapsedMs: 5400,
    },
    modelName: model.name,
    statistics,
    leftOutMessages: 12,
    versionIds: [messageId('a2')],
  },
];

export function newTurn(inConversation: string, text: string, parentId: Message['id'] | null): Message[] {
  const id = `${Date.now()}`;
  const question: Message = {
    ...plainMessage,
    id: messageId(`q-${id}`),
    conversationId: conversationId(inConversation),
    parentId,
    text,
  };
  return [
    question,
    {
      ...question,
      id: messageId(`a-${id}`),
      parentId: question.id,
      role: 'assistant',
      text: '',
      state: 'writing',
      modelName: model.name,
    },
  ];
}
