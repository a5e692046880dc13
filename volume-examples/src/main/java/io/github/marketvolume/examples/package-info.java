/**
 * The S&amp;P 500 application, which is also the library's largest example.
 *
 * <p>{@link io.github.marketvolume.examples.Sp500Pipeline} is the pipeline, a value; {@link
 * io.github.marketvolume.examples.Sp500} is its command line.
 */
package io.github.marketvolume.examples;
