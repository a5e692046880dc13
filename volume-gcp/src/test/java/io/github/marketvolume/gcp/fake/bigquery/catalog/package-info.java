/**
 * The datasets and tables of the fake BigQuery, their types, and the embedded database that holds
 * the rows.
 */
package io.github.marketvolume.gcp.fake.bigquery.catalog;
