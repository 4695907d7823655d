/// What fills up and what is too great, from the series that say how much of everything is in use.
///
/// Queries of runs, given as a table with the columns `run_id`, `warm_up_s` and `load_scale`.
enum UsageQueries {
  /// Everything bounded with the share of it that was in use and the load scale at which it is full.
  static func bottlenecks(of runs: String) -> String {
    """
    SELECT json_extract(series.labels, '$.resource') AS resource, avg(value) AS utilisation,
      runs.load_scale / nullif(avg(value), 0) AS saturates_at_load_scale
    FROM \(runs) AS runs
      CROSS JOIN sample ON sample.run_id = runs.run_id AND time_ms > warm_up_s * 1000
      CROSS JOIN series ON series.id = sample.series_id
        AND series.name = 'vhsim_resource_utilization_ratio'
    GROUP BY 1 ORDER BY 2 DESC
    """
  }

  /// What the pods of workloads request and use, and what they could request instead.
  ///
  /// The suggestions add 15 % to what was used (recommendation-margin-fraction) and are at least
  /// 25 millicores and 250 MB (pod-recommendation-min-cpu-millicores and -memory-mb), as those of the
  /// Vertical Pod Autoscaler's recommender; it takes a percentile of the cores and the peak of the
  /// memory.
  static func rightsizing(of runs: String) -> String {
    """
    WITH value AS (
      SELECT series.name, json_extract(series.labels, '$.workload') AS workload, sample.value,
        cume_dist() OVER (
          PARTITION BY series.name, json_extract(series.labels, '$.workload')
          ORDER BY sample.value) AS share
      FROM \(runs) AS runs
        CROSS JOIN sample ON sample.run_id = runs.run_id AND time_ms > warm_up_s * 1000
        CROSS JOIN series ON series.id = sample.series_id AND series.name IN (
          'vhsim_workload_cpu_requests_cores', 'vhsim_workload_memory_requests_bytes',
          'vhsim_pod_cpu_usage_cores', 'vhsim_pod_memory_usage_bytes')
    ), workload AS (
      SELECT workload,
        max(value) FILTER (WHERE name = 'vhsim_workload_cpu_requests_cores') AS request,
        min(value) FILTER (WHERE name = 'vhsim_pod_cpu_usage_cores' AND share >= 0.95) AS p95_used,
        max(value) FILTER (WHERE name = 'vhsim_workload_memory_requests_bytes') AS memory_request,
        max(value) FILTER (WHERE name = 'vhsim_pod_memory_usage_bytes') AS memory_peak
      FROM value GROUP BY workload
    )
    SELECT workload, request, p95_used, max(0.025, 1.15 * p95_used) AS suggested, memory_request,
      memory_peak, max(250e6, 1.15 * memory_peak) AS memory_suggested
    FROM workload WHERE p95_used IS NOT NULL ORDER BY workload
    """
  }
}
