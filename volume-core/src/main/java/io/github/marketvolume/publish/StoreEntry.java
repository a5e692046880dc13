package io.github.marketvolume.publish;

/** What is below a folder of a store. */
public record StoreEntry(String name, Kind kind, long size) {

  /** What an entry is. */
  public enum Kind {
    FILE,
    FOLDER,
    /** A link, or whatever else a file system knows. */
    OTHER
  }
}
