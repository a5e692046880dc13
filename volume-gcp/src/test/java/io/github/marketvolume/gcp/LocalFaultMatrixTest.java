package io.github.marketvolume.gcp;

import io.github.marketvolume.Runner;
import io.github.marketvolume.gcp.fake.Fault;
import io.github.marketvolume.gcp.fake.bigquery.FakeBigQuery;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

class LocalFaultMatrixTest extends FaultMatrixContract {

  @Override
  String name() {
    return "LocalRunner";
  }

  @Override
  Runner runner(FakeBigQuery bigQuery) {
    return local(bigQuery);
  }

  @Override
  Map<String, Fault> faults() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("401", Fault.unauthorized());
    faults.put("403", Fault.accessDenied());
    faults.put("403 quota", Fault.quotaExceeded());
    faults.put("404", Fault.notFound());
    faults.put("409", Fault.conflict());
    faults.put("412", Fault.preconditionFailed());
    faults.put("429", Fault.tooManyRequests());
    faults.put("500", Fault.internalError());
    faults.put("503", Fault.unavailable());
    faults.put("cut before the answer", Fault.cutBeforeAnswer());
    faults.put("cut in the answer", Fault.cutMidBody());
    faults.put("answer lost", Fault.lostResponse());
    faults.put("slow", Fault.slow(Duration.ofMillis(20)));
    return faults;
  }

  @Override
  boolean isRegular() {
    return true;
  }

  @Override
  int oneIn() {
    return 1;
  }
}
