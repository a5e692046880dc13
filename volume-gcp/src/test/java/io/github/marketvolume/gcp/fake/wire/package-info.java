/**
 * How a fake is reached: HTTP and gRPC, requests and answers, uploads in pieces, and the faults of
 * the wire. It knows neither storage nor tables.
 */
package io.github.marketvolume.gcp.fake.wire;
