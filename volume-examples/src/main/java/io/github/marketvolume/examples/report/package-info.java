/**
 * The report on a run: one HTML page that holds its data, figures and program, and needs no
 * network.
 *
 * <p>{@link io.github.marketvolume.examples.report.VolumeReport} writes it from the folders of a
 * run. The page itself is in the resources of this package.
 */
package io.github.marketvolume.examples.report;
