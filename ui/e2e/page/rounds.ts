/** Hotspots and a round of them, kept by a leader as the pages would ask for it. */
import type { Form, Saved } from '#lib/backend/generated/contract.ts';
import type { Warden } from './warden.ts';

/** Runs a command of the tablet that someone is at. */
export async function command<T>({ page }: Warden, name: string, request: object): Promise<T> {
	return page.evaluate(
		async ([to, body]) => {
			const answer = await fetch(`/call/${to}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: body! });
			if (!answer.ok) throw new Error(`${to}: ${await answer.text()}`);
			return (await answer.json()) as T;
		},
		[name, JSON.stringify(request)] as const
	);
}

async function keep(leader: Warden, kind: string, answers: object, place?: string): Promise<string> {
	const form = await command<Form>(leader, 'open_form', { kind, draft: null, finding: null, stage: null, follows: null, hotspot: null, go_on: false });
	await command(leader, 'set_answers', { draft: form.draft, answers });
	if (place) await command(leader, 'set_place', { draft: form.draft, device: null, typed: place });
	return (await command<Saved>(leader, 'save_form', { id: form.draft })).finding;
}

/** North of where the browser's fake location lies, each 50 m farther. */
export const PLACES = ['Rope Walk stairwell', 'Town Hall Gardens', 'Medway Street underpass', 'Great Lines, Fort Amherst steps', 'Pier steps'];

export async function keepHotspots(leader: Warden): Promise<string[]> {
	const ids: string[] = [];
	for (const [at, name] of PLACES.entries()) {
		const answers = { name, hazard: 'drug_litter', visit_frequency: 'daily_am', status: 'active', risk_notes: at === 1 ? 'Slippery after rain' : null };
		ids.push(await keep(leader, 'hotspot', answers, `${(51.3842 + at * 0.00045).toFixed(5)}, 0.5242`));
	}
	return ids;
}

export const ROUND = 'Chatham morning round';

export async function keepRound(leader: Warden): Promise<void> {
	const places = await keepHotspots(leader);
	await keep(leader, 'round', { name: ROUND, places, days: 'every_day', by_time: '23:59', status: 'active' });
}
