package io.github.marketvolume.examples;

class LocalSp500FailureTest extends Sp500FailureContract {

  LocalSp500FailureTest() {
    super("--runner", "local", "--threads", "2");
  }
}
