/** Nothing is loaded twice at once, and nothing more for a page that was left. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepLoading } from './loading.ts';

/** Loads that end when told, and changes that happen when told. */
function watched() {
	const ends: (() => void)[] = [];
	let changed: () => void = () => undefined;
	const stop = keepLoading(
		(tell) => {
			changed = tell;
			return () => (changed = () => undefined);
		},
		() => new Promise<void>((done) => ends.push(done))
	);
	const rest = () => new Promise<void>((done) => setImmediate(done));
	return {
		begun: () => ends.length,
		change: () => changed(),
		stop,
		async end() {
			ends.at(-1)?.();
			await rest();
		}
	};
}

test('changes during a load make one more load', async () => {
	const loads = watched();
	loads.change();
	loads.change();
	assert.equal(loads.begun(), 1, 'never two at once');
	await loads.end();
	assert.equal(loads.begun(), 2);
	await loads.end();
	assert.equal(loads.begun(), 2);
	loads.change();
	assert.equal(loads.begun(), 3);
});

test('a page that is left loads nothing more, also when something changed during its last load', async () => {
	const loads = watched();
	loads.change();
	loads.stop();
	await loads.end();
	assert.equal(loads.begun(), 1, 'its answer would replace that of the page shown now');
});
