/**
 * Cloud Storage on this machine, {@link io.github.marketvolume.gcp.fake.storage.FakeGcs}: buckets,
 * objects and their preconditions.
 */
package io.github.marketvolume.gcp.fake.storage;
