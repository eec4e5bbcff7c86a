import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { contextsFolder } from '../../../electron/engine/contextFiles.ts';
import type { Engine, PromptMessage } from '../../../electron/engine/engine.ts';
import { askAll, load, newText, question, startEngine } from './ours.ts';
import type { BenchPart } from './part.ts';
import { median } from './report.ts';

const longChatTokens = { quick: 1000, full: 8000 };
const otherChatTokens = 300;
const answerTokens = 16;
/** For the messages after the first, all of which have to fit the context. */
const roomTokens = 320;
/** What the chat's format, and text that is spelt anew where it joins the old, may add to the new tokens. */
const allowedTokens = 32;
/** Largest part of the time that reading anew takes. */
const restartRatio = 0.1;

/** Nothing is read twice: what a chat that goes on evaluates, and how soon it goes on after a restart. */
export const measureContexts: BenchPart = async (input) => {
  const { shape, folder, isQuick, add } = input;
  const chatTokens = isQuick ? longChatTokens.quick : longChatTokens.full;
  const name = `${chatTokens.toLocaleString('en')}-token chat`;
  const contexts = contextsFolder({ dataFolder: join(folder, shape), databaseKeyHex: '0f'.repeat(32) });
  const start = async () => {
    const engine = startEngine({ contexts, threadCachePath: join(folder, 'threads.json') });
    await load(engine, input);
    return engine;
  };

  let engine = await start();
  try {
    const ask = async (conversationKey: string, messages: readonly PromptMessage[]) => {
      const asked = question({ promptTokens: 0, answerTokens }, { conversationKey, messages });
      const { text, statistics } = await askAll(engine, asked);
      const evaluated = statistics.promptTokens - statistics.reusedTokens;
      const firstTokenMs = statistics.timeToFirstTokenMs ?? Number.NaN;
      return { evaluated, firstTokenMs, messages: [...messages, { role: 'assistant', text } as const] };
    };
    const addEvaluated = async (what: string, evaluated: number, newMessage: PromptMessage | null) => {
      const newTokens = newMessage === null ? 0 : await countTokens(engine, newMessage.text);
      add({
        metric: `${what}, ${name}`,
        ours: evaluated,
        reference: newTokens + allowedTokens,
        referenceName: `${newTokens} new + ${allowedTokens}`,
        ...{ unit: 'tokens', target: { atMost: 1 } },
      });
    };

    const first = await ask('long', [user(chatTokens - roomTokens)]);
    const [second, edited, third] = [user(10), user(20), user(10)];
    const followUp = await ask('long', [...first.messages, second]);
    await addEvaluated('follow-up', followUp.evaluated, second);
    const again = await ask('long', [...first.messages, second]);
    await addEvaluated('answer again', again.evaluated, null);
    const changed = await ask('long', [...first.messages, edited]);
    await addEvaluated('last message edited', changed.evaluated, edited);
    for (const other of ['other', 'another']) await ask(other, [user(otherChatTokens)]);
    const back = await ask('long', [...changed.messages, third]);
    await addEvaluated('back from other chats', back.evaluated, third);

    if (!existsSync('/dev/shm')) {
      process.stderr.write('no folder here is memory: chats are read anew after a restart\n');
      return;
    }
    const restarts: number[] = [];
    for (let round = 0; round < (isQuick ? 1 : 3); round += 1) {
      await engine.dispose();
      engine = await start();
      restarts.push((await ask('long', [...back.messages, user(10)])).firstTokenMs);
    }
    const anew = await ask('anew', [...back.messages, user(10)]);
    add({
      metric: `first token after a restart, ${name}`,
      ours: median(restarts),
      reference: anew.firstTokenMs,
      ...{ referenceName: 'reading the chat anew', unit: 'ms', target: { atMost: restartRatio } },
    });
  } finally {
    await engine.dispose();
  }
};

function user(tokens: number): PromptMessage {
  return { role: 'user', text: newText(tokens) };
}

async function countTokens(engine: Engine, text: string): Promise<number> {
  const counted = await engine.countTokens([text]);
  if (!counted.ok) throw new Error(JSON.stringify(counted.error));
  return counted.value[0] ?? Number.NaN;
}
