import type { CodeAction } from '../../../shared/contract/code.ts';

export const codeActions: readonly {
  readonly value: CodeAction;
  readonly label: string;
  readonly hint: string;
}[] = [
  { value: 'explain', label: 'Explain', hint: 'What should it dwell on?' },
  { value: 'findBugs', label: 'Find bugs', hint: 'What goes wrong, or where to look?' },
  { value: 'fix', label: 'Fix', hint: 'What is wrong? For example: totals are wrong for refunds' },
  { value: 'writeTests', label: 'Write tests', hint: 'Which framework, which cases?' },
  { value: 'document', label: 'Document', hint: 'For whom, in which style?' },
];

export function actionLabel(action: CodeAction): string {
  return codeActions.find((one) => one.value === action)?.label ?? action;
}

export function actionHint(action: CodeAction): string {
  return codeActions.find((one) => one.value === action)?.hint ?? '';
}
