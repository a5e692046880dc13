package io.github.marketvolume.gcp;

import com.google.cloud.RetryOption;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobConfiguration;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.TableDataWriteChannel;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.WriteChannelConfiguration;
import io.github.marketvolume.error.VolumeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Jobs of BigQuery for one thing, each run once: a job has an id, and when it is unknown whether it
 * was taken, the id tells.
 */
final class BigQueryJobs {

  private static final int UPLOADS = 4;
  private static final int CONFLICT = 409;

  /** So many bytes are sent at once, and kept until they have arrived. */
  private static final int CHUNK = 8 << 20;

  private static final int BUFFER = 1 << 16;

  private final BigQuery client;
  private final String project;
  private final String location;
  private final Duration pause;
  private final Function<String, ? extends VolumeException> failure;

  /**
   * Jobs at a place.
   *
   * @param project pays for them
   * @param location of the datasets that they are about; empty to let BigQuery find it
   * @param pause before what failed is tried again, and between looks whether a job is done
   * @param failure makes an exception of what is to be said
   */
  BigQueryJobs(
      BigQuery client,
      String project,
      String location,
      Duration pause,
      Function<String, ? extends VolumeException> failure) {
    this.client = client;
    this.project = project;
    this.location = location;
    this.pause = pause;
    this.failure = failure;
  }

  private JobId id(String name) {
    JobId.Builder id = JobId.newBuilder().setProject(project).setJob(name);
    return location.isEmpty() ? id.build() : id.setLocation(location).build();
  }

  /** Runs a job to its end; once, however often its answer is lost. */
  Job run(String what, String name, JobConfiguration configuration) {
    JobId id = id(name);
    try {
      Job job;
      try {
        job = client.create(JobInfo.of(id, configuration));
      } catch (BigQueryException e) {
        job = taken(id, e);
        if (job == null) {
          throw e;
        }
      }
      return await(what, job);
    } catch (BigQueryException e) {
      throw failure(BigQueryWords.of(what, e), e);
    }
  }

  /** Loads a Parquet file of this machine into a table; once, however often that is cut short. */
  void load(String what, String name, Path file, TableId table) {
    JobId id = id(name);
    WriteChannelConfiguration load =
        WriteChannelConfiguration.newBuilder(table)
            .setFormatOptions(FormatOptions.parquet())
            .setCreateDisposition(JobInfo.CreateDisposition.CREATE_NEVER)
            .setWriteDisposition(JobInfo.WriteDisposition.WRITE_APPEND)
            .build();
    try {
      Job job = null;
      for (int attempt = 1; job == null; attempt++) {
        try {
          upload(what, file, id, load);
          job = client.getJob(id);
        } catch (IOException e) {
          BigQueryException cause = new BigQueryException(e);
          job = taken(id, cause);
          retry(job, attempt, cause);
        } catch (BigQueryException e) {
          job = taken(id, e);
          retry(job, attempt, e);
        }
      }
      await(what, job);
    } catch (BigQueryException e) {
      throw failure(BigQueryWords.of(what, e), e);
    }
  }

  private void retry(@Nullable Job job, int attempt, BigQueryException e) {
    boolean mayPass = e.isRetryable() || e.getCode() == 0 || e.getCode() >= 500;
    if (job == null && (attempt == UPLOADS || !mayPass)) {
      throw e;
    }
    if (job == null) {
      sleep(pause.multipliedBy(1L << attempt));
    }
  }

  private void upload(String what, Path file, JobId id, WriteChannelConfiguration load)
      throws IOException {
    try (SeekableByteChannel from = open(what, file)) {
      TableDataWriteChannel to = client.writer(id, load);
      to.setChunkSize(CHUNK);
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
      while (read(what, file, from, buffer)) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.close();
    }
  }

  private SeekableByteChannel open(String what, Path file) {
    try {
      return Files.newByteChannel(file);
    } catch (IOException e) {
      throw unreadable(what, file, e);
    }
  }

  /** Says whether there was anything left to read. */
  private boolean read(String what, Path file, SeekableByteChannel from, ByteBuffer buffer) {
    try {
      return from.read(buffer) >= 0;
    } catch (IOException e) {
      throw unreadable(what, file, e);
    }
  }

  /** No failure of BigQuery's, and none that another attempt mends. */
  private VolumeException unreadable(String what, Path file, IOException e) {
    String said = BigQueryWords.firstLine(e);
    return failure(
        "%s: %s, which has its rows, cannot be read: %s; run again"
            .formatted(
                what, file, said.equals(file.toString()) ? e.getClass().getSimpleName() : said),
        e);
  }

  /** The job that a request which failed has left; null if it has not. */
  private @Nullable Job taken(JobId id, BigQueryException e) {
    boolean unknown = e.getCode() == CONFLICT || e.getCode() == 0 || e.getCode() >= 500;
    return unknown ? client.getJob(id) : null;
  }

  private Job await(String what, Job job) {
    Job done;
    try {
      done =
          job.waitFor(
              RetryOption.initialRetryDelayDuration(pause),
              RetryOption.maxRetryDelayDuration(pause.multipliedBy(8)),
              RetryOption.totalTimeoutDuration(Duration.ofHours(6)));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    if (done == null) {
      throw failure.apply(what + ": its job has vanished; run again");
    }
    if (done.getStatus().getError() != null) {
      throw failure.apply(BigQueryWords.of(what, done.getStatus().getError()));
    }
    return done;
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  static VolumeException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new VolumeException("the run was interrupted while it waited for BigQuery", e);
  }

  private VolumeException failure(String message, Exception cause) {
    VolumeException said = failure.apply(message);
    said.initCause(cause);
    return said;
  }
}
