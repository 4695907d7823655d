extension Schema {
  /// Readable answers about the latest experiment of the file, all its runs together.
  static let views = [
    """
    CREATE VIEW latest AS
      -- The latest experiment with its runs; the other views are about it.
      SELECT run.id AS run_id, run.number, run.seed, experiment.id AS experiment_id,
        experiment.warm_up_s, experiment.load_scale
      FROM run JOIN experiment ON experiment.id = run.experiment_id
      WHERE experiment.id = (SELECT max(id) FROM experiment)
    """,
    """
    CREATE VIEW v_experiments AS
      -- Every experiment in the file.
      SELECT id, name, status, verdict, started_at,
        (SELECT count(*) FROM run WHERE experiment_id = experiment.id) AS runs,
        (SELECT seed FROM run WHERE experiment_id = experiment.id AND number = 1) AS seed,
        digest, version, scenario_path AS scenario
      FROM experiment
    """,
    """
    CREATE VIEW v_systems AS
      -- Systems at the end: most pods and fewest ready ones of any run, requests of all runs.
      SELECT system.name AS system, max(pods) AS pods, min(ready) AS ready,
        sum(requests) AS requests, sum(errors) AS errors, trend.p99_ms
      FROM system JOIN latest USING (run_id)
        LEFT JOIN trend ON trend.experiment_id = latest.experiment_id AND trend.scope = 'system'
          AND trend.name = system.name AND trend.metric = 'http_req_duration'
      GROUP BY system.name
    """,
    """
    CREATE VIEW v_journeys AS
      -- Journeys without the warm-up: requests of all runs and their durations.
      SELECT journey.name AS journey, coalesce(sum(counted.requests), 0) AS requests,
        coalesce(sum(counted.failed), 0) AS errors,
        coalesce(trend.mean_ms, sum(duration_us) / 1e3 / nullif(sum(counted.requests), 0))
          AS mean_ms,
        trend.p50_ms, trend.p95_ms, trend.p99_ms
      FROM journey
        LEFT JOIN (
          SELECT journey_id, requests, failed, duration_us
          FROM latest JOIN journey_second USING (run_id)
          WHERE second > warm_up_s
        ) AS counted ON counted.journey_id = journey.id
        LEFT JOIN trend ON trend.experiment_id = journey.experiment_id
          AND trend.scope = 'journey' AND trend.name = journey.name
          AND trend.metric = 'http_req_duration'
      WHERE journey.experiment_id = (SELECT max(id) FROM experiment)
      GROUP BY journey.id
    """,
    """
    CREATE VIEW v_failovers AS
      -- Failovers of every run.
      SELECT system, "group", fault, detected_at, recovered_at, write_gap_s, lost_writes,
        refused_writes, client_gap_s
      FROM failover JOIN latest USING (run_id)
      ORDER BY latest.number, failover.lost_at
    """,
    """
    CREATE VIEW v_quorum AS
      -- Groups that could accept no write for want of members, drives, copies or agreement.
      SELECT system, "group", fault, lost_at, regained_at, need, needed, there,
        CASE stops_reads WHEN 1 THEN 'reads and writes' ELSE 'writes' END AS stopped, seed
      FROM quorum JOIN latest USING (run_id)
      ORDER BY latest.number, quorum.lost_at, quorum.number
    """,
    """
    CREATE VIEW v_thresholds AS
      -- Verdicts.
      SELECT metric, threshold, value, verdict, first_breach
      FROM threshold WHERE experiment_id = (SELECT max(id) FROM experiment)
      ORDER BY number
    """,
    """
    CREATE VIEW v_bottlenecks AS
      -- What fills up first: utilisation after the warm-up, and the load scale at which it is full.
      \(UsageQueries.bottlenecks(of: "latest"))
    """,
    """
    CREATE VIEW v_rightsizing AS
      -- Cores that a pod of each workload requests, uses and could request.
      SELECT workload, request, p95_used, suggested
      FROM (\(UsageQueries.rightsizing(of: "latest")))
    """,
    """
    CREATE VIEW v_rightsizing_memory AS
      -- Bytes that a pod of each workload requests, uses at most and could request.
      SELECT workload, memory_request AS request, memory_peak AS peak_used,
        memory_suggested AS suggested
      FROM (\(UsageQueries.rightsizing(of: "latest"))) WHERE memory_peak IS NOT NULL
    """,
    """
    CREATE VIEW v_traces AS
      -- Sampled journeys of every run, each with its spans' number.
      SELECT trace_id AS trace, operation AS journey, start_us / 1e6 AS started_at,
        duration_us / 1e3 AS duration_ms, failed,
        (SELECT count(*) FROM span AS own
          WHERE own.run_id = span.run_id AND own.trace_id = span.trace_id) AS spans, seed
      FROM span JOIN latest USING (run_id) WHERE parent_id IS NULL
      ORDER BY latest.number, start_us
    """,
    """
    CREATE VIEW v_requests_per_second AS
      -- Users' requests in each second, all journeys; the mean of the runs.
      SELECT second, sum(requests) * 1.0 / runs.count AS requests,
        sum(failed) * 1.0 / runs.count AS errors,
        sum(duration_us) / 1e3 / nullif(sum(requests), 0) AS mean_ms
      FROM latest JOIN journey_second USING (run_id),
        (SELECT count(*) AS count FROM latest) AS runs
      GROUP BY second
    """,
    """
    CREATE VIEW v_alerts AS
      -- Alerts of every run.
      SELECT alert.name AS alertname, labels, pending_at, firing_at, resolved_at, notified_at, seed
      FROM alert JOIN latest USING (run_id) ORDER BY latest.number, pending_at
    """,
    """
    CREATE VIEW v_faults AS
      -- Faults of every run, with what they hit.
      SELECT fault.name AS fault, fault.kind, injected_at, repaired_at,
        (SELECT group_concat(fault_target.kind || ' ' || fault_target.name, ', ')
          FROM fault_target WHERE fault_target.run_id = fault.run_id
            AND fault_target.fault_number = fault.number) AS targets, seed
      FROM fault JOIN latest USING (run_id) ORDER BY latest.number, injected_at
    """,
    """
    CREATE VIEW v_nodes AS
      -- Every node that was there, from its first sample to its last, in every run.
      SELECT json_extract(series.labels, '$.node') AS node, max(sample.value) AS cores,
        min(time_ms) / 1e3 AS first_seen, max(time_ms) / 1e3 AS last_seen,
        (SELECT avg(used.value) FROM series AS usage
          JOIN sample AS used ON used.series_id = usage.id AND used.run_id = sample.run_id
          WHERE usage.experiment_id = latest.experiment_id
            AND usage.name = 'vhsim_resource_utilization_ratio'
            AND json_extract(usage.labels, '$.resource')
              = 'CPU of node ' || json_extract(series.labels, '$.node')) AS cpu_utilisation, seed
      FROM latest
        JOIN series ON series.experiment_id = latest.experiment_id
          AND series.name = 'kube_node_status_allocatable'
          AND json_extract(series.labels, '$.resource') = 'cpu'
        JOIN sample ON sample.run_id = latest.run_id AND sample.series_id = series.id
      GROUP BY latest.number, series.id ORDER BY latest.number, series.id
    """,
    """
    CREATE VIEW v_changes AS
      -- What the scenario changed in every run, as with kubectl.
      SELECT kind AS change, target, made_at, ended_at, problem, seed
      FROM change JOIN latest USING (run_id) ORDER BY latest.number, made_at, change.number
    """,
    """
    CREATE VIEW v_conditions AS
      -- Conditions of objects as they changed in every run.
      SELECT time_s AS since, kind || ' ' || namespace || '/' || name AS object, condition, status,
        reason, message, seed
      FROM condition_change JOIN latest USING (run_id)
      ORDER BY latest.number, time_s, condition_change.rowid
    """,
  ]
}
