/**
 * BigQuery on this machine, {@link io.github.marketvolume.gcp.fake.bigquery.FakeBigQuery}: its REST
 * API and its jobs.
 */
package io.github.marketvolume.gcp.fake.bigquery;
