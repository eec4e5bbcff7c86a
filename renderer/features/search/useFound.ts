import { useEffect, useState } from 'react';
import type { SearchScope } from '../../../shared/contract/searchScope.ts';
import { useClient } from '../../state/host.ts';
import type { ShownError } from '../../words/errors.ts';
import { type Found, nothingFound } from './results.ts';

const typingPauseMs = 120;
/** Long enough that what one only types on the way is not given to the models for search. */
const thinkingPauseMs = 300;
const maxPassages = 60;
const maxChats = 4;

interface Asked {
  /** As typed: after a space the last word is a whole one. */
  readonly query: string;
  readonly scope: SearchScope;
  readonly sort: 'relevance' | 'newest';
  /** Chats have no type and no folder. */
  readonly hasChats: boolean;
  /** Whether passages can be found by meaning now; they follow those that are found by words. */
  readonly hasMeaning: boolean;
  /** Whether a reranking model judges them then. */
  readonly isJudged: boolean;
}

/** Whether a model had its part in the results: not at all, not yet, or so. */
export type ModelUse = 'no' | 'pending' | 'yes';

/** What is found while one types. The results of the last words stay until the next are there. */
export function useFound(asked: Asked): {
  readonly found: Found;
  readonly isBusy: boolean;
  readonly meaning: ModelUse;
  readonly judging: ModelUse;
  readonly error: ShownError | null;
} {
  const client = useClient();
  const [answer, setAnswer] = useState<Answer>({ ...noAnswer, key: '' });
  const isAsked = asked.query.trim() !== '';
  const key = isAsked ? JSON.stringify(asked) : '';

  useEffect(() => {
    if (key === '') return setAnswer({ ...noAnswer, key });
    const controller = new AbortController();
    const { signal } = controller;
    const { query, scope, sort, hasChats, hasMeaning, isJudged }: Asked = JSON.parse(key);
    const search = (isByWordsOnly: boolean) =>
      client.request(
        'search.find',
        { query, scope, sort, isTyping: true, isByWordsOnly, limit: maxPassages },
        { signal },
      );
    const timer = setTimeout(async () => {
      const [chats, results] = await Promise.all([
        hasChats
          ? client.request('chat.list', { offset: 0, limit: maxChats, title: query.trim() }, { signal })
          : null,
        search(true),
      ]);
      if (signal.aborted) return;
      if (!results.ok) return setAnswer({ ...noAnswer, key, error: results.error });
      const conversations = chats?.ok ? chats.value.conversations : [];
      const found = { query: query.trim(), conversations, results: results.value };
      setAnswer({
        ...{ ...noAnswer, key, found },
        meaning: hasMeaning ? 'pending' : 'no',
        judging: isJudged ? 'pending' : 'no',
      });
      if (!hasMeaning && !isJudged) return;
      await new Promise((resolve) => setTimeout(resolve, thinkingPauseMs));
      const both = signal.aborted ? null : await search(false);
      if (signal.aborted || both === null) return;
      // Where the models fail, what was found by words stays.
      const passages = both.ok ? passagesOf(both.value) : [];
      const isByMeaning = passages.some(({ foundBy }) => foundBy?.includes('meaning') === true);
      const wasJudged = passages.some(({ judged }) => judged !== undefined);
      setAnswer({
        ...{ ...noAnswer, key, meaning: isByMeaning ? 'yes' : 'no', judging: wasJudged ? 'yes' : 'no' },
        found: both.ok ? { ...found, results: both.value } : found,
      });
    }, typingPauseMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [client, key]);
  const { found, meaning, judging, error } = answer;
  return { found, meaning, judging, isBusy: answer.key !== key, error };
}

interface Answer {
  readonly key: string;
  readonly found: Found;
  readonly meaning: ModelUse;
  readonly judging: ModelUse;
  readonly error: ShownError | null;
}

const noAnswer = { found: nothingFound, meaning: 'no', judging: 'no', error: null } as const;

function passagesOf({ groups }: Found['results']) {
  return groups.flatMap(({ hits }) => hits.map(({ passage }) => passage));
}
