/** A number with its noun: "1 photo", "1,204 findings". */
export function plural(n: number, one: string, many: string): string {
	return `${n.toLocaleString('en-GB')} ${n === 1 ? one : many}`;
}
