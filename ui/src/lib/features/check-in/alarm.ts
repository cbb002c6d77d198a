/** The sound of the reminder: three rising tones, made by the web view itself. It is silent only until the first touch. */
const TONES = [660, 880, 1175];
const SECONDS = 0.28;

export class Alarm {
	#sound: AudioContext | undefined;

	sound(): void {
		// A web view lets nothing sound before somebody has touched it.
		if (navigator.userActivation?.hasBeenActive === false) return;
		this.#sound ??= new AudioContext();
		void this.#sound.resume();
		for (const [at, tone] of TONES.entries()) this.#play(this.#sound, tone, this.#sound.currentTime + at * SECONDS);
	}

	#play(sound: AudioContext, tone: number, from: number): void {
		const [source, volume] = [sound.createOscillator(), sound.createGain()];
		source.type = 'square';
		source.frequency.value = tone;
		volume.gain.setValueAtTime(0.4, from);
		volume.gain.linearRampToValueAtTime(0, from + SECONDS);
		source.connect(volume).connect(sound.destination);
		source.start(from);
		source.stop(from + SECONDS);
	}

	end(): void {
		void this.#sound?.close();
		this.#sound = undefined;
	}
}
