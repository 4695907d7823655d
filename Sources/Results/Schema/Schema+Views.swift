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
      SELECT system, fault, detected_at, recovered_at, write_gap_s, lost_writes, refused_writes,
        client_gap_s
      FROM failover JOIN latest USING (run_id)
      ORDER BY latest.number, failover.lost_at
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
      SELECT json_extract(series.labels, '$.resource') AS resource, avg(value) AS utilisation,
        latest.load_scale / nullif(avg(value), 0) AS saturates_at_load_scale
      FROM latest CROSS JOIN sample ON sample.run_id = latest.run_id
          AND sample.time_ms > latest.warm_up_s * 1000
        CROSS JOIN series ON series.id = sample.series_id
          AND series.name = 'vhsim_resource_utilization_ratio'
      GROUP BY 1 ORDER BY 2 DESC
    """,
    """
    CREATE VIEW v_rightsizing AS
      -- CPU cores that workloads request and use. The suggestion adds 15 % to the used, as the
      -- Vertical Pod Autoscaler's recommender does (recommendation-margin-fraction).
      WITH value AS (
        SELECT series.name, json_extract(series.labels, '$.workload') AS workload, sample.value,
          cume_dist() OVER (
            PARTITION BY series.name, json_extract(series.labels, '$.workload')
            ORDER BY sample.value) AS share
        FROM latest CROSS JOIN sample ON sample.run_id = latest.run_id
            AND sample.time_ms > latest.warm_up_s * 1000
          CROSS JOIN series ON series.id = sample.series_id AND series.name IN
            ('vhsim_workload_cpu_requests_cores', 'vhsim_workload_cpu_usage_cores')
      )
      SELECT used.workload,
        (SELECT max(value) FROM value AS requested WHERE requested.workload = used.workload
          AND requested.name = 'vhsim_workload_cpu_requests_cores') AS request,
        min(used.value) AS p95_used, 1.15 * min(used.value) AS suggested
      FROM value AS used
      WHERE used.name = 'vhsim_workload_cpu_usage_cores' AND used.share >= 0.95
      GROUP BY used.workload
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
  ]
}
