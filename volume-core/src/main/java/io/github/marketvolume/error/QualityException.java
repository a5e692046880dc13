package io.github.marketvolume.error;

/** Too large a share of the input broke a quality rule that the pipeline declares fatal. */
public class QualityException extends VolumeException {

  private static final long serialVersionUID = 1L;

  public QualityException(String message) {
    super(message);
  }
}
