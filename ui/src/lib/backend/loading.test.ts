/** Nothing is loaded twice at once, nothing more for a page that was left, and no stage of a command that is under way. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepLoading, Settled } from './loading.ts';

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

test('a stage that is read while a command is under way is not shown, but what there is after it', async () => {
	const settled = new Settled();
	const answers: PromiseWithResolvers<string>[] = [];
	const read = settled.read(() => {
		const answer = Promise.withResolvers<string>();
		answers.push(answer);
		return answer.promise;
	});
	const rest = () => new Promise<void>((done) => setImmediate(done));
	await rest();
	const command = Promise.withResolvers<string>();
	const refused = Promise.withResolvers<string>();
	const both = [settled.during(command.promise), settled.during(refused.promise).catch(() => 'refused')];
	answers[0]?.resolve('raised');
	await rest();
	command.resolve('given');
	await rest();
	assert.equal(answers.length, 1, 'a second command is still under way');
	refused.reject(new Error('no'));
	assert.deepEqual(await Promise.all(both), ['given', 'refused']);
	await rest();
	answers[1]?.resolve('given');
	assert.equal(await read, 'given');
});
