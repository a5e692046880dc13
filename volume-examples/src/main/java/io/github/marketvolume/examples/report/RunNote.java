package io.github.marketvolume.examples.report;

/**
 * What a run says of itself.
 *
 * @param source what it read
 * @param runId its own name
 * @param startedAt when, in ISO 8601
 * @param rowsRead rows of the input
 * @param rowsRejected those that were left out
 */
record RunNote(String source, String runId, String startedAt, long rowsRead, long rowsRejected) {}
