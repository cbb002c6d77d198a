/** No tap is lost, calls never cross, and what failed is sent again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Keeper, type Answers } from './keeper.ts';

/** A host whose calls end when the test says so. */
function host() {
	const sent: Answers[] = [];
	const ends: { done: () => void; fail: () => void }[] = [];
	const kept: string[][] = [];
	let failures = 0;
	const keeper = new Keeper({
		send: (answers) => {
			sent.push(answers);
			return new Promise<void>((done, fail) => ends.push({ done, fail: () => fail(new Error('no answer')) }));
		},
		kept: (fields) => kept.push(fields),
		failed: () => (failures += 1)
	});
	return { keeper, sent, ends, kept, failures: () => failures };
}

const settled = () => new Promise<void>((done) => setImmediate(done));

test('taps made while a call is on its way go together with the next one', async () => {
	const { keeper, sent, ends, kept } = host();
	keeper.tapped({ needles: 1 });
	await settled();
	keeper.tapped({ needles: 2 });
	keeper.tapped({ foil: 1 });
	keeper.tapped({ needles: 3 });
	await settled();
	assert.deepEqual(sent, [{ needles: 1 }]);
	ends[0]?.done();
	await settled();
	assert.deepEqual(sent, [{ needles: 1 }, { needles: 3, foil: 1 }]);
	assert.deepEqual(kept, [[]], 'a field that was tapped again is not said to be kept');
	ends[1]?.done();
	await settled();
	assert.deepEqual(kept, [[], ['needles', 'foil']]);
	assert.equal(keeper.busy, false);
});

test('what failed is kept and sent again, with what came since', async () => {
	const { keeper, sent, ends, failures } = host();
	keeper.tapped({ needles: 1, foil: 1 });
	await settled();
	keeper.tapped({ needles: 2 });
	ends[0]?.fail();
	await settled();
	assert.equal(failures(), 1);
	assert.equal(keeper.busy, true);
	const all = keeper.flush();
	await settled();
	assert.deepEqual(sent[1], { needles: 2, foil: 1 });
	ends[1]?.done();
	assert.equal(await all, true);
});

test('saving sends at once what was still being typed', async () => {
	const { keeper, sent, ends } = host();
	keeper.typed({ description: 'Two' });
	keeper.typed({ description: 'Two bags' });
	assert.deepEqual(sent, []);
	const all = keeper.flush();
	await settled();
	assert.deepEqual(sent, [{ description: 'Two bags' }]);
	ends[0]?.done();
	assert.equal(await all, true);
});

test('a call in the queue is made in its turn, also when the answers before it were not kept', async () => {
	const { keeper, sent, ends } = host();
	keeper.tapped({ needles: 1 });
	await settled();
	const made: string[] = [];
	const queued = keeper.queue(async () => void made.push('place'));
	await settled();
	assert.deepEqual(made, [], 'it waits for the answers on their way');
	ends[0]?.fail();
	await queued;
	assert.deepEqual(made, ['place']);
	assert.equal(sent.length, 1);
	assert.equal(keeper.busy, true, 'the answers wait to be sent again');
});
