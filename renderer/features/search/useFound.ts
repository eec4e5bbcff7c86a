import { useEffect, useState } from 'react';
import type { SearchScope } from '../../../shared/contract/searchScope.ts';
import { useClient } from '../../state/host.ts';
import type { ShownError } from '../../words/errors.ts';
import { type Found, nothingFound } from './results.ts';

const typingPauseMs = 120;
const maxPassages = 60;
const maxChats = 4;

interface Asked {
  /** As typed: after a space the last word is a whole one. */
  readonly query: string;
  readonly scope: SearchScope;
  readonly sort: 'relevance' | 'newest';
  /** Chats have no type and no folder. */
  readonly hasChats: boolean;
}

/** What is found while one types. The results of the last words stay until the next are there. */
export function useFound(asked: Asked): {
  readonly found: Found;
  readonly isBusy: boolean;
  readonly error: ShownError | null;
} {
  const client = useClient();
  const [answer, setAnswer] = useState<{ key: string; found: Found; error: ShownError | null }>({
    key: '',
    found: nothingFound,
    error: null,
  });
  const isAsked = asked.query.trim() !== '';
  const key = isAsked ? JSON.stringify(asked) : '';

  useEffect(() => {
    if (key === '') return setAnswer({ key, found: nothingFound, error: null });
    const controller = new AbortController();
    const { signal } = controller;
    const { query, scope, sort, hasChats }: Asked = JSON.parse(key);
    const timer = setTimeout(async () => {
      const [chats, results] = await Promise.all([
        hasChats
          ? client.request('chat.list', { offset: 0, limit: maxChats, title: query.trim() }, { signal })
          : null,
        client.request('search.find', { query, scope, sort, isTyping: true, limit: maxPassages }, { signal }),
      ]);
      if (signal.aborted) return;
      if (!results.ok) return setAnswer({ key, found: nothingFound, error: results.error });
      const conversations = chats?.ok ? chats.value.conversations : [];
      setAnswer({ key, found: { query: query.trim(), conversations, results: results.value }, error: null });
    }, typingPauseMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [client, key]);
  return { found: answer.found, isBusy: answer.key !== key, error: answer.error };
}
