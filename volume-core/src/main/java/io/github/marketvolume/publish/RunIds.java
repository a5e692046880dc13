package io.github.marketvolume.publish;

/** How a file names the run that wrote it. */
public final class RunIds {

  /**
   * The key of a run's id: in the metadata of a Parquet file, or, where an engine has no way to add
   * to that, in the metadata of its first column.
   */
  public static final String KEY = "marketvolume_run_id";

  private RunIds() {}
}
