import GRDB

extension ExperimentRecord {
  init(_ row: Row) {
    id = row["id"]
    name = row["name"]
    status = row["status"]
    verdict = row["verdict"]
    digest = row["digest"]
    version = row["version"]
    startedAt = row["started_at"]
    scenarioPath = row["scenario_path"]
    arguments = row["arguments"]
    duration = row["duration_s"]
    warmUp = row["warm_up_s"]
    loadScale = row["load_scale"]
    isSteady = row["is_steady"]
    warmUpFound = row["warm_up_found_s"]
    runs = row["runs"]
  }
}

extension RunRecord {
  init(_ row: Row) {
    number = row["number"]
    let written: String = row["seed"]
    seed = UInt64(written) ?? 0
    status = row["status"]
    digest = row["digest"]
    events = row["events"]
    simEnd = row["sim_end_s"]
    wall = row["wall_s"]
    sent = row["sent"]
    answered = row["answered"]
    failed = row["failed"]
    unfinished = row["unfinished"]
    droppedIterations = row["dropped_iterations"]
  }
}

extension JourneyRecord {
  init(_ row: Row) {
    journey = row["journey"]
    requests = row["requests"]
    errors = row["failed"]
    iterations = row["finished"]
    dropped = row["dropped"]
    mean = row["mean_ms"]
    p50 = row["p50_ms"]
    p90 = row["p90_ms"]
    p95 = row["p95_ms"]
    p99 = row["p99_ms"]
    maximum = row["max_ms"]
  }
}

extension SystemRecord {
  init(_ row: Row) {
    system = row["system"]
    pods = row["pods"]
    ready = row["ready"]
    requests = row["requests"]
    errors = row["errors"]
    p99 = row["p99_ms"]
  }
}

extension TrendRecord {
  init(_ row: Row) {
    scope = row["scope"]
    name = row["name"]
    metric = row["metric"]
    count = row["count"]
    mean = row["mean_ms"]
    p50 = row["p50_ms"]
    p90 = row["p90_ms"]
    p95 = row["p95_ms"]
    p99 = row["p99_ms"]
    maximum = row["max_ms"]
  }
}

extension ThresholdRecord {
  init(_ row: Row) {
    metric = row["metric"]
    threshold = row["threshold"]
    window = row["window_s"]
    during = row["during"]
    value = row["value"]
    verdict = row["verdict"]
    firstBreach = row["first_breach"]
    runsHeld = row["runs_held"]
    runs = row["runs"]
    intervalLow = row["interval_low"]
    intervalHigh = row["interval_high"]
  }
}

extension FailoverRecord {
  init(_ row: Row) {
    run = row["run"]
    system = row["system"]
    group = row["group"]
    fault = row["fault"]
    lostAt = row["lost_at"]
    detectedAt = row["detected_at"]
    recoveredAt = row["recovered_at"]
    writeGap = row["write_gap_s"]
    clientGap = row["client_gap_s"]
    refusedWrites = row["refused_writes"]
    lostWrites = row["lost_writes"]
    duplicatedWrites = row["duplicated_writes"]
    staleReads = row["stale_reads"]
    oldPrimary = row["old_primary"]
    newPrimary = row["new_primary"]
  }
}

extension FaultRecord {
  init(_ row: Row) {
    run = row["run"]
    fault = row["name"]
    kind = row["kind"]
    injectedAt = row["injected_at"]
    repairedAt = row["repaired_at"]
    let hit: String = row["targets"]
    targets = hit.split(separator: "\n").map(String.init)
  }
}

extension AlertRecord {
  init(_ row: Row) {
    run = row["run"]
    alertname = row["name"]
    labels = labelPairs(row["labels"]).map { $0.name + "=" + $0.value }
    pendingAt = row["pending_at"]
    firingAt = row["firing_at"]
    resolvedAt = row["resolved_at"]
    notifiedAt = row["notified_at"]
  }
}

extension EventCountRecord {
  init(_ row: Row) {
    type = row["type"]
    reason = row["reason"]
    kind = row["kind"]
    count = row["count"]
    first = row["first"]
    last = row["last"]
    example = row["message"]
  }
}
