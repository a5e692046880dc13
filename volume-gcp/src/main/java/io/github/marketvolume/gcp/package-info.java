/** Lets pipelines read and write files in Google Cloud Storage. */
package io.github.marketvolume.gcp;
