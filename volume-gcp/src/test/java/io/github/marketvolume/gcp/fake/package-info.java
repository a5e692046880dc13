/**
 * Google Cloud Storage and BigQuery on this machine, for tests that run the real, unmodified
 * clients and connectors.
 *
 * <pre>{@code
 * try (FakeGcs gcs = FakeGcs.start().bucket("lake", "US");
 *     FakeBigQuery fake = FakeBigQuery.start(gcs).dataset("p", "d", "US")) {
 *   Storage storage =
 *       StorageOptions.newBuilder()
 *           .setHost(gcs.endpoint())
 *           .setProjectId("p")
 *           .setCredentials(NoCredentials.getInstance())
 *           .build()
 *           .getService();
 *   BigQuery bigquery =
 *       BigQueryOptions.newBuilder()
 *           .setHost(fake.endpoint())
 *           .setProjectId("p")
 *           .setCredentials(NoCredentials.getInstance())
 *           .build()
 *           .getService();
 *
 *   fake.faults().at("bigquery.jobs.insert", 1, Fault.lostResponse());
 *   // ... what is tested ...
 *   assertThat(fake.calls()).extracting(Call::operation).contains("bigquery.jobs.insert");
 *   assertThat(fake.unexpected()).isEmpty();
 * }
 * }</pre>
 *
 * <p>Here is what all fakes have: the calls that they write down, and the faults that a test asks
 * for. Rooms: {@code wire} for HTTP and gRPC; {@code storage}; {@code bigquery}, with {@code
 * catalog} for its tables, {@code sql} for its language and {@code stream} for the Storage API.
 *
 * <h2>Cloud Storage: {@link io.github.marketvolume.gcp.fake.storage.FakeGcs}</h2>
 *
 * <p>Serves, of the JSON API: buckets (insert, get, list, patch, delete, storageLayout); objects
 * (list with prefix, delimiter, offsets and pages; get, also of a range of the bytes; upload at
 * once, multipart and resumable; patch, delete, rewrite, copy, move, compose), batches, generations
 * and metagenerations with their preconditions, checksums, metadata. Bytes are in files.
 *
 * <p>Refuses: versioned buckets, soft delete, access control, notifications, folders, {@code
 * matchGlob}, the XML API and gRPC. It does not decompress what was stored with {@code
 * contentEncoding: gzip}.
 *
 * <h2>BigQuery: {@link io.github.marketvolume.gcp.fake.bigquery.FakeBigQuery}</h2>
 *
 * <p>Serves, of the REST API: datasets, tables and views, tabledata.list and insertAll, jobs
 * (query, copy, load of Parquet from the fake storage or with the request, extract to Parquet; a
 * job is done when it is answered), queries. Of the Storage API: read sessions in Arrow and Avro,
 * write streams that are pending, committed or the default one. Types: STRING, INT64, FLOAT64,
 * BOOL, DATE, TIMESTAMP, NUMERIC, BYTES, none of them nested or repeated.
 *
 * <p>GoogleSQL: SELECT with joins, groups, windows, WITH, QUALIFY, set operations, {@code *
 * EXCEPT}; INSERT, UPDATE, DELETE, MERGE, TRUNCATE; CREATE [OR REPLACE] VIEW or TABLE ... AS, DROP;
 * named and positional parameters, also arrays in {@code IN UNNEST}; the functions that {@code
 * SqlFunctions} lists. A dry run counts the whole columns that a statement names, without leaving
 * out partitions.
 *
 * <p>Refuses with 501, names the statement, and keeps it in {@code unexpected()}: legacy SQL,
 * scripts (but {@code DECLARE x DEFAULT (SELECT ARRAY_AGG(DISTINCT ...))}), INFORMATION_SCHEMA,
 * wildcard tables, {@code /} by what may be zero, partitioning by ingestion time, other formats
 * than Parquet, external tables, snapshots, buffered write streams, access control (use {@link
 * io.github.marketvolume.gcp.fake.Fault#accessDenied()}).
 *
 * <h2>What goes wrong: {@link io.github.marketvolume.gcp.fake.Faults}</h2>
 *
 * <p>Operations are named as in the service's documentation: {@code storage.objects.insert} (each
 * piece of a resumable upload counts), {@code bigquery.tables.get}, {@code BigQueryRead.ReadRows},
 * {@code BigQueryWrite.AppendRows} (each message counts). Over gRPC a cut connection is what a
 * client makes of one, the status UNAVAILABLE; other calls on the same channel go on.
 *
 * <h2>Spark</h2>
 *
 * <p>The connector of BigQuery wants TLS for the Storage API: call {@link
 * io.github.marketvolume.gcp.fake.bigquery.FakeBigQuery#trustInThisProcess()} before anything in
 * the process opens a TLS connection, then give it {@code bigQueryHttpEndpoint}, {@code
 * bigQueryStorageGrpcEndpoint} and any {@code gcpAccessToken}. It caches tables and read sessions
 * in statics: use a table name once per process.
 */
package io.github.marketvolume.gcp.fake;
