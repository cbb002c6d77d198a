/** Answers a form as it is drawn, whatever kind it is of, and counts the taps that it takes. */
import type { Response } from 'playwright-core';
import type { Form, FormField } from '#lib/backend/generated/contract.ts';
import { inputId } from '#lib/features/recording/questions.ts';
import type { Warden } from './warden.ts';

/** What the page was answered when it did something. */
export async function answered<T>(at: Warden, command: string, doing: () => Promise<unknown>): Promise<T> {
	const response = at.page.waitForResponse((one) => one.url().endsWith(`/call/${command}`));
	await doing();
	return (await response).json() as Promise<T>;
}

/** Gives the plainest answer to a question: the first of what is offered. */
async function answer(at: Warden, field: FormField): Promise<void> {
	const { page } = at;
	const id = inputId(field.id);
	const input = page.locator(`#${id}`);
	if (field.type === 'date' || field.type === 'datetime') {
		const now = new Date();
		const [day, month, year] = [now.getDate(), now.getMonth() + 1, now.getFullYear()].map(String);
		for (const [end, part] of [['', day], ['-month', month], ['-year', year]] as const) await page.locator(`#${id}${end}`).fill(part!);
		if (field.type === 'date') return;
		for (const end of ['', '-minute']) await page.locator(`#${id}-time${end}`).fill('00');
		return;
	}
	const drawn = await input.evaluate((one) => one.tagName);
	// A list of choices opens at one tap and closes at the next; a text is begun by one. A mark is counted by nobody: it is typed.
	if (field.type !== 'vrm') at.taps += drawn === 'SELECT' ? 2 : 1;
	if (drawn === 'SELECT') await input.selectOption({ index: 1 });
	else if (drawn === 'TEXTAREA') await input.fill('What was seen');
	else if (await input.evaluate((one) => one instanceof HTMLInputElement && one.type === 'text')) {
		await input.fill(['int', 'decimal', 'money'].includes(field.type) ? '1' : field.type === 'vrm' ? 'AB12 CDE' : 'Words');
	} else await input.click();
}

/** Answers what this form needs to be saved, and what those answers ask for in turn; gives the form as it then is. */
export async function fill(at: Warden, begun: Form, alsoCount = true): Promise<Form> {
	let form = begun;
	const kept = async (response: Response) => {
		if (response.url().endsWith('/call/set_answers')) form = (await response.json()) as Form;
	};
	at.page.on('response', kept);
	const [counted] = form.fields.filter((field) => field.type === 'count' && field.shown);
	if (counted && alsoCount) {
		await at.page.locator(`#${inputId(counted.id)}`).click();
		at.taps += 1;
	}
	const lacks = (field: FormField) => field.required || form.missing.some((missing) => missing.field === field.id);
	const given = new Set<string>();
	const wanted = () =>
		form.fields.filter((field) => field.shown && !field.computed && field.value === null && lacks(field))
			.filter((field) => field.id !== 'place' && field.type !== 'count' && !given.has(field.id));
	for (let fields = wanted(); fields.length > 0; fields = wanted()) {
		for (const field of fields) {
			given.add(field.id);
			await answer(at, field);
		}
		// What was typed last is kept once it is left.
		await at.page.keyboard.press('Tab');
		const isKept = () => form.fields.every((field) => !given.has(field.id) || field.value !== null);
		for (let frame = 0; frame < 900 && !isKept(); frame += 1) await at.page.evaluate(() => new Promise(requestAnimationFrame));
	}
	at.page.off('response', kept);
	return form;
}
