/// What fills up and what is too great, from the series that say how much of everything is in use.
///
/// Queries of runs, given as a table with the columns `run_id`, `warm_up_s` and `load_scale`.
enum UsageQueries {
  /// How many samples of a stretch come after the warm-up, in SQL.
  private static let samples = """
    min((last_ms - first_ms) / max(1, interval_ms) + 1,
      (last_ms - warm_up_ms + max(1, interval_ms) - 1) / max(1, interval_ms))
    """

  /// A table `chosen` of the series of some names with one of their labels, or with further ones,
  /// and a table `stretch_of` of their stretches after the warm-up, each with its number of
  /// samples: they weigh as much as that many rows of `sample`, and are far fewer.
  private static func tables(
    of names: [String], by label: String, with others: [String] = [], in runs: String
  ) -> String {
    let list = names.map { "'" + $0 + "'" }.joined(separator: ", ")
    let values = ([label] + others).map { "json_extract(labels, '$.\($0)') AS \($0)" }
    return """
      WITH chosen AS MATERIALIZED (
        SELECT id, name, \(values.joined(separator: ", ")) FROM series WHERE name IN (\(list))
      ), stretch_of AS MATERIALIZED (
        SELECT chosen.id, name, \(label), load_scale, value, \(samples) AS samples
        FROM (SELECT *, CAST(warm_up_s * 1000 AS INTEGER) AS warm_up_ms FROM \(runs)) AS runs
          CROSS JOIN stretch ON stretch.run_id = runs.run_id AND last_ms > warm_up_ms
          CROSS JOIN chosen ON chosen.id = stretch.series_id
        WHERE value IS NOT NULL
      )
      """
  }

  /// Everything bounded with the share of it that was in use and the load scale at which it is
  /// full.
  static func bottlenecks(of runs: String) -> String {
    """
    \(tables(of: ["vhsim_resource_utilization_ratio"], by: "resource", in: runs))
    SELECT resource, sum(value * samples) / sum(samples) AS utilisation,
      load_scale / nullif(sum(value * samples) / sum(samples), 0) AS saturates_at_load_scale
    FROM stretch_of GROUP BY 1 ORDER BY 2 DESC
    """
  }

  /// The series that say for what a pod's containers ended.
  private static let terminations = [
    "kube_pod_container_status_terminated_reason",
    "kube_pod_container_status_last_terminated_reason",
  ]

  /// The memory that a workload needs, as the recommender takes it, in SQL: the peak, or where the
  /// kernel killed the main container of one of its pods for memory, a fifth and at least 100 MiB
  /// more than the greater of that and the request (vertical-pod-autoscaler
  /// pkg/recommender/model/container.go RecordOOM).
  private static let memoryNeed = """
    CASE WHEN was_killed AND memory_peak IS NOT NULL
      THEN max(1.2 * max(memory_peak, coalesce(memory_request, 0)),
        104857600 + max(memory_peak, coalesce(memory_request, 0)))
      ELSE memory_peak END
    """

  /// What the pods of workloads request and use, and what they could request instead.
  ///
  /// The suggestions add 15 % to what was used (recommendation-margin-fraction) and are at least 25
  /// millicores and 250 MiB (pod-recommendation-min-cpu-millicores and -memory-mb, which counts
  /// mebibytes), as those of the Vertical Pod Autoscaler's recommender; it takes a percentile of
  /// the cores and the peak of the memory (vertical-pod-autoscaler pkg/recommender/logic).
  static func rightsizing(of runs: String) -> String {
    let names =
      [
        "vhsim_workload_cpu_requests_cores", "vhsim_workload_memory_requests_bytes",
        "vhsim_pod_cpu_usage_cores", "vhsim_pod_memory_usage_bytes",
      ] + terminations
    let ended = terminations.map { "'" + $0 + "'" }.joined(separator: ", ")
    let labels = ["namespace", "pod", "container", "reason"]
    return """
      \(tables(of: names, by: "workload", with: labels, in: runs)), killed AS (
        SELECT id FROM chosen
        WHERE name = 'vhsim_pod_memory_usage_bytes'
          AND substr(workload, 1, instr(workload, '/')) || pod || '/'
            || coalesce(container, '') IN (
            SELECT namespace || '/' || pod || '/' || coalesce(container, '') FROM chosen
            WHERE reason = 'OOMKilled'
              AND id IN (SELECT id FROM stretch_of WHERE name IN (\(ended)) AND value = 1))
      ), peak AS (
        SELECT workload,
          max(value) FILTER (WHERE name = 'vhsim_workload_cpu_requests_cores') AS request,
          max(value) FILTER (WHERE name = 'vhsim_workload_memory_requests_bytes') AS memory_request,
          max(value) FILTER (WHERE name = 'vhsim_pod_memory_usage_bytes') AS memory_peak,
          max(id IN (SELECT id FROM killed)) AS was_killed
        FROM stretch_of GROUP BY workload
      ), used AS (
        SELECT workload, min(value) AS p95_used
        FROM (
          SELECT workload, value,
            sum(samples) OVER (PARTITION BY workload ORDER BY value) * 1.0
              / sum(samples) OVER (PARTITION BY workload) AS share
          FROM stretch_of WHERE name = 'vhsim_pod_cpu_usage_cores'
        )
        WHERE share >= 0.95 GROUP BY workload
      )
      SELECT workload, request, p95_used, max(0.025, 1.15 * p95_used) AS suggested, memory_request,
        memory_peak, max(262144000.0, 1.15 * \(memoryNeed)) AS memory_suggested
      FROM peak JOIN used USING (workload) ORDER BY workload
      """
  }
}
