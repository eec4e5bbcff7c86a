import path from 'node:path';
import type { Page } from '@playwright/test';
import { makeScriptedModel } from '../support/models/scriptedModel.ts';
import { expect, type Sotto } from './sotto.ts';

/** What a person does to get going, for tests about something later. */
export async function skipFirstRun(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Not now' }).click();
}

/** Gives Sotto a model that answers everything with `text`. */
export async function addModel(
  sotto: Sotto,
  input: {
    readonly text: string;
    readonly name?: string;
    readonly thought?: string;
    readonly slowness?: number;
    readonly contextTokens?: number;
  },
): Promise<void> {
  const { name = 'Scripted', ...script } = input;
  const modelPath = path.join(sotto.filesFolder, `${name}.gguf`);
  makeScriptedModel({ path: modelPath, name, ...script });
  const { page } = sotto;
  await openView(page, 'Models');
  await chooseFile(page, { button: 'Add a model', file: modelPath });
  await expect(page.getByRole('list', { name: 'Models' }).getByRole('heading', { name })).toBeVisible();
}

export async function addDocument(page: Page, file: string): Promise<void> {
  await openView(page, /^(All documents|Documents)$/);
  await chooseFile(page, { button: /^(Choose files|Open a file|Add files?)$/, file });
}

export async function openView(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click();
}

export async function chooseFile(
  page: Page,
  input: { readonly button: string | RegExp; readonly file: string },
): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: input.button }).first().click();
  await (await choosing).setFiles(input.file);
}

export async function ask(page: Page, text: string): Promise<void> {
  const message = page.getByRole('textbox', { name: 'Message' });
  await message.fill(text);
  await message.press('Enter');
}

export const answers = (page: Page) => page.getByRole('article', { name: 'Answer' });
