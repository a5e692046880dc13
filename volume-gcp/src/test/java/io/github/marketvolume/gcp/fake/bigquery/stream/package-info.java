/**
 * The Storage API of the fake BigQuery: read sessions and write streams over gRPC, and the forms of
 * their rows.
 */
package io.github.marketvolume.gcp.fake.bigquery.stream;
