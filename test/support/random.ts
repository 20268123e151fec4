/** Chances from a seed, for tests that try many things and must repeat exactly what failed. */
export { type Chances, chances } from '../../src/sandbox/chances.ts';
