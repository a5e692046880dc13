package io.github.marketvolume.quality;

/** The treatment of a volume that is not a whole number, such as 123.4567. */
public enum FractionalVolume {
  /** Its row breaks {@link StandardRule#VOLUME_IS_INTEGER}. */
  REJECT,
  /** It is rounded to the nearest whole number, half to even, but not to 0. */
  ROUND,
  /** It is kept; columns of volumes are numbers with fractions. */
  KEEP
}
