/**
 * What every runner shares and no user needs: how text becomes bars, which phases a plan falls into,
 * how a ticker's series is evaluated, how outputs are published whole.
 *
 * <p>Public for runners, outside the compatibility promise, and free of any engine.
 */
package io.github.marketvolume.engine;
