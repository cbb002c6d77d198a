/** The part of the directory that fits what is searched for: every word somewhere in an entry, or in the heading over it. */
import type { Directory, DirectoryEntry } from '#lib/backend/generated/contract.ts';

const wordsOf = (text: string) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** Whether each word that was typed begins a word of the entry; what was typed last may be only begun. */
function fits(typed: readonly string[], entry: DirectoryEntry, heading: string): boolean {
	const held = wordsOf([heading, entry.name, entry.telephone, ...entry.facts, entry.mark?.text ?? ''].join(' '));
	return typed.every((word) => held.some((one) => one.startsWith(word)));
}

export type Section = { title: string; entries: readonly DirectoryEntry[] };

/** The sections that have something, under their headings; those of the registers by the words given. */
export function sectionsOf(directory: Directory, search: string, named: { packs: string; premises: string }): Section[] {
	const typed = wordsOf(search);
	const all: Section[] = [
		...directory.parts,
		{ title: named.packs, entries: directory.packs },
		{ title: named.premises, entries: directory.premises }
	];
	return all
		.map(({ title, entries }) => ({ title, entries: entries.filter((entry) => fits(typed, entry, title)) }))
		.filter(({ entries }) => entries.length > 0);
}

/** How many there are: one that stands under several headings is one. */
export function countOf(sections: readonly Section[]): number {
	return new Set(sections.flatMap(({ entries }) => entries.map((entry) => entry.id))).size;
}
