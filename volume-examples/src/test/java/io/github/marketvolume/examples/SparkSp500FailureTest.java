package io.github.marketvolume.examples;

class SparkSp500FailureTest extends Sp500FailureContract {

  SparkSp500FailureTest() {
    super("--runner", "spark", "--master", "local[2]");
  }
}
