/** A patrol of two and a half hours by two wardens, as its pages are pictured: what was found earlier, and one photo stuck. */
import { patrolWords } from '#lib/words/patrol.ts';
import { WARDEN_A, WARDEN_B } from '../world/office.ts';
import type { World } from '../world/world.ts';
import { photo, type Taken } from './photos.ts';
import type { Warden } from './warden.ts';

export async function patrolUnderWay(world: World, warden: Warden): Promise<void> {
	const folder = world.folder('photos');
	const taken = (drawing: 'needles' | 'steps' | 'vehicle', minutesAgo: number) => photo(folder, drawing, minutesAgo);

	await warden.backTo(150, WARDEN_A);
	await warden.startPatrol('Great Lines and Brompton', WARDEN_B.name);

	await warden.backTo(121, WARDEN_A);
	await warden.begin('drug_litter');
	await warden.button('add 5, Caps, tips, plungers').click();
	await warden.button(/^Syringes with needle, add one/).click();
	await warden.placed();
	await warden.typePlace('Great Lines, Fort Amherst steps');
	await add(warden, taken('steps', 121), taken('needles', 120));
	await save(warden);

	await warden.backTo(74, WARDEN_A);
	await warden.begin('abandoned_vehicle');
	await fillVehicle(warden);
	const sides = [taken('vehicle', 74), taken('vehicle', 73), taken('vehicle', 73)];
	let stuck = taken('vehicle', 72);
	while (!world.office.refusesPhoto(stuck.sha256)) stuck = taken('vehicle', 72);
	for (const side of [...sides, stuck]) await add(warden, side);
	await save(warden);

	await warden.backTo(0, WARDEN_A);
	// Three times, and the tablet says that the photo is stuck.
	for (let time = 0; time < 3; time += 1) {
		await warden.go('/arrived');
		await warden.button('Sync now').click();
		await warden.page.getByRole('status').getByText('The council office has a fault').waitFor();
	}
}

/** What is seen of a vehicle at a glance. */
export async function fillVehicle(warden: Warden, mark = 'LA68 XYZ', place = 'Prospect Row'): Promise<void> {
	await warden.field('Registration mark').fill(mark);
	for (const seen of ['Car', 'Ford', 'Silver', 'Flat tyre', 'Litter or weeds beneath']) {
		await warden.page.getByRole('button', { name: seen, exact: true }).click();
	}
	await warden.placed();
	await warden.typePlace(place);
}

/** Adds photos one after the other, each where the next is wanted. */
export async function add(warden: Warden, ...photos: Taken[]): Promise<void> {
	for (const { path, sha256 } of photos) {
		await warden.page.locator('input[type=file]').first().setInputFiles(path);
		await warden.page.locator(`img[src*="${sha256}"]`).waitFor();
	}
}

async function save(warden: Warden): Promise<void> {
	await warden.saveButton.click();
	await warden.button(patrolWords.patrol.end).waitFor();
}
