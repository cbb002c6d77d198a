/** The loopback host's client, for browser tests: the same commands over HTTP. */
import { asCallError, CallError, type Host } from './seam';

async function answered(response: Response): Promise<unknown> {
	const body: unknown = response.status === 204 ? null : await response.json().catch(() => null);
	if (response.ok) return body;
	throw body === null ? new CallError('unreachable', `HTTP ${response.status}`) : asCallError(body);
}

async function post(path: string, body: BodyInit, headers: Record<string, string>): Promise<unknown> {
	let response: Response;
	try {
		response = await fetch(path, { method: 'POST', body, headers });
	} catch (thrown) {
		throw asCallError(thrown);
	}
	return answered(response);
}

/** One stream for all who listen: a browser keeps only a few connections to a host open. */
const listeners = new Set<() => void>();
const exportListeners = new Set<() => void>();
let events: EventSource | undefined;

function listen(): EventSource {
	const stream = new EventSource('/events');
	const tell = () => listeners.forEach((listener) => listener());
	let broken = false;
	stream.addEventListener('changed', tell);
	stream.addEventListener('export', () => exportListeners.forEach((listener) => listener()));
	stream.addEventListener('error', () => (broken = true));
	// Whatever changed while the stream was broken was not told.
	stream.addEventListener('open', () => {
		if (broken) tell();
		broken = false;
	});
	return stream;
}

export const http: Host = {
	call: (name, request) =>
		post(`/call/${encodeURIComponent(name)}`, JSON.stringify(request ?? {}), {
			'content-type': 'application/json'
		}),
	putPhoto: (bytes, headers) => post('/photo', bytes, { ...headers }),
	photoUrl: (id, size) => `/photo/${encodeURIComponent(id)}?size=${size}`,
	onChanged(listener) {
		listeners.add(listener);
		events ??= listen();
		return () => void listeners.delete(listener);
	},
	onExport(listener) {
		exportListeners.add(listener);
		events ??= listen();
		return () => void exportListeners.delete(listener);
	},
	// It opens its book before it answers anybody.
	onOpening: () => () => undefined
};
