/** Adapters that read and write market-volume data in Google Cloud Storage and BigQuery. */
package io.github.marketvolume.gcp;
